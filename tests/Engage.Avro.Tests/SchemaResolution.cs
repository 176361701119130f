using System.Text;
using System.Text.Json;
using Engage.Avro.Binary;
using Engage.Avro.Generic;
using Engage.Avro.Resolution;
using Engage.Avro.Schemas;

namespace Engage.Avro.Tests;

/// <summary>One row per rule of schema resolution: what a reader sees of a value that was written with another schema.</summary>
public sealed class SchemaResolution
{
    public static TheoryData<string, string, string, string, string> Readable => new()
    {
        { "int as long", "\"int\"", "\"long\"", "0d", "-7" },
        { "int as double", "\"int\"", "\"double\"", "0d", "-7" },
        { "int as float", "\"int\"", "\"float\"", "0d", "-7" },
        { "long as double", "\"long\"", "\"double\"", "0e", "7" },
        { "float as double", "\"float\"", "\"double\"", "0000c03f", "1.5" },
        { "bytes as string", "\"bytes\"", "\"string\"", "0261", "\"a\"" },
        { "string as bytes", "\"string\"", "\"bytes\"", "0261", "\"YQ==\"" },
        { "a value as a union with it", "\"int\"", "[\"null\",\"int\"]", "0e", "7" },
        { "a long stays a long before it becomes a double", "\"long\"", "[\"double\",\"long\"]", "0e", "7" },
        { "an int becomes the first number that takes it", "\"int\"", "[\"string\",\"double\"]", "0e", "7" },
        { "a union as one of its branches", "[\"null\",\"int\"]", "\"long\"", "020e", "7" },
        { "a union as a union in another order", "[\"null\",\"int\"]", "[\"int\",\"null\"]", "00", "null" },
        { "an array, item by item", Array("int"), Array("long"), "04 02 04 00", "[1,2]" },
        { "an array of two blocks, one with its size", Array("int"), Array("double"), "01 02 02 02 04 00", "[1,2]" },
        { "a map, value by value", Map("int"), Map("double"), "02 0261 02 00", "{\"a\":1}" },
        { "a field the reader lacks", Record("a:int", "b:string", "c:int"), Record("a:int", "c:int"), "02 0278 04", "{\"a\":1,\"c\":2}" },
        { "a field the writer lacks", Record("a:int"), Record("a:int", "b:string=\"new\""), "02", "{\"a\":1,\"b\":\"new\"}" },
        { "fields in another order", Record("a:int", "b:string"), Record("b:string", "a:long"), "02 0278", "{\"b\":\"x\",\"a\":1}" },
        { "a renamed field", Record("old:int"), """{"type":"record","name":"R","fields":[{"name":"new","type":"int","aliases":["old"]}]}""", "02", "{\"new\":1}" },
        { "a renamed record", Record("a:int"), """{"type":"record","name":"S","aliases":["R"],"fields":[{"name":"a","type":"int"}]}""", "02", "{\"a\":1}" },
        { "a record of another namespace", """{"type":"record","name":"x.R","fields":[{"name":"a","type":"int"}]}""", Record("a:int"), "02", "{\"a\":1}" },
        { "enum symbols in another order", Enum("A", "B"), Enum("B", "A"), "00", "\"A\"" },
        { "an unknown symbol as the reader's default", Enum("A", "C"), """{"type":"enum","name":"E","symbols":["A","Z"],"default":"Z"}""", "02", "\"Z\"" },
        { "a decimal of a smaller scale, by value", Decimal(9, 2), Decimal(28, 8), "0404d2", "12.34" },
        { "a decimal of a larger scale without loss", Decimal(28, 8), Decimal(9, 2), "0805f5e100", "1" },
        { "a fixed decimal as a bytes decimal", """{"type":"fixed","name":"F","size":4,"logicalType":"decimal","precision":9,"scale":2}""", Decimal(28, 8), "fffffb2e", "-12.34" },
        { "milliseconds as microseconds", Long("timestamp-millis"), Long("timestamp-micros"), "80caa88dc668", "\"2026-12-01T09:00:00Z\"" },
        { "a plain long as a timestamp of the reader's unit", "\"long\"", Long("timestamp-micros"), "80908285d8e3b006", "\"2026-12-01T09:00:00Z\"" },
        { "a nested record with a default inside a list", Array(Record("a:int")), Array(Record("a:int", "b:int=5")), "02 02 00", "[{\"a\":1,\"b\":5}]" },
        { "a recursive record that gained a field", Node(), Node("extra:int=3"), "02 02 04 00", "{\"v\":1,\"next\":{\"v\":2,\"next\":null,\"extra\":3},\"extra\":3}" },
    };

    public static TheoryData<string, string, string> Unreadable => new()
    {
        { "\"string\"", "\"int\"", "string cannot be read as int" },
        { "\"long\"", "\"int\"", "long cannot be read as int" },
        { "\"double\"", "\"float\"", "double cannot be read as float" },
        { Record("a:int"), Record("a:int", "b:int"), "R.b has no default" },
        { Record("a:string"), Record("a:int"), "R.a: string cannot be read as int" },
        { Record("a:int"), """{"type":"record","name":"S","fields":[{"name":"a","type":"int"}]}""", "record R cannot be read as record S" },
        { Enum("A"), Enum("B"), "enum E cannot be read as enum E" },
        { """{"type":"fixed","name":"F","size":1}""", """{"type":"fixed","name":"F","size":2}""", "fixed F cannot be read as fixed F" },
        { "[\"null\",\"string\"]", "\"int\"", "string cannot be read as int" },
        { "\"string\"", "[\"null\",\"int\"]", "no branch of the reader's union takes string" },
        { "\"bytes\"", Decimal(28, 8), "not the same money" },
        { Decimal(28, 8), "\"bytes\"", "not the same money" },
        { Decimal(38, 8), Decimal(28, 8), "more than 28 digits" },
        { Long("timestamp-micros"), Long("timestamp-millis"), "not the same time" },
        { Long("timestamp-millis"), Long("local-timestamp-millis"), "not the same time" },
    };

    public static TheoryData<string, string, string, string, DecodeFault> Refused => new()
    {
        { "a branch the reader lacks", "[\"null\",\"int\",\"string\"]", "[\"null\",\"int\"]", "040261", DecodeFault.NotResolvable },
        { "a symbol the reader lacks", Enum("A", "B"), Enum("A"), "02", DecodeFault.NotResolvable },
        { "a decimal that would lose a digit", Decimal(28, 8), Decimal(9, 2), "0201", DecodeFault.DecimalOutOfRange },
        { "bytes that are no text", "\"bytes\"", "\"string\"", "02ff", DecodeFault.InvalidUtf8 },
        { "a payload cut short", Record("a:int", "b:string"), Record("b:string"), "02 0878", DecodeFault.Truncated },
        { "a payload that goes on", Record("a:int", "b:int"), Record("b:int"), "02 02 00", DecodeFault.TrailingBytes },
    };

    [Theory, MemberData(nameof(Readable))]
    public void It_is_read_as(string what, string writer, string reader, string hex, string json)
    {
        var target = AvroSchema.Parse(reader);
        var output = new AvroWriter(stackalloc byte[64]);

        var error = PayloadTranslation.Create(AvroSchema.Parse(writer), target).Translate(Bytes.FromHex(hex), ref output);

        Assert.True(error is null, $"{what}: {error}");
        Assert.True(GenericDecoder.TryDecode(target, output.Written, out var value, out error), $"{what}: {error}");
        Assert.Equal(json, Json(value));
        output.Dispose();
    }

    [Theory, MemberData(nameof(Unreadable))]
    public void No_value_can_be_read_and_the_reason_is_said_once(string writer, string reader, string complaint)
    {
        Assert.False(PayloadTranslation.TryCreate(AvroSchema.Parse(writer), AvroSchema.Parse(reader), out _, out var reason));

        Assert.Contains(complaint, reason, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Refused))]
    public void A_single_value_is_refused(string what, string writer, string reader, string hex, DecodeFault fault)
    {
        var output = new AvroWriter(stackalloc byte[64]);

        var error = PayloadTranslation.Create(AvroSchema.Parse(writer), AvroSchema.Parse(reader)).Translate(Bytes.FromHex(hex), ref output);

        Assert.True(error is not null, what);
        Assert.Equal(fault, error.Fault);
        output.Dispose();
    }

    [Fact]
    public void Random_records_survive_a_schema_with_all_fields_in_reverse_order()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var schema = AvroSchema.Parse(Samples.EverythingCodec.SchemaText);
        var reversed = AvroSchema.Parse(Reverse(Samples.EverythingCodec.SchemaText));
        var there = PayloadTranslation.Create(schema, reversed);
        var back = PayloadTranslation.Create(reversed, schema);

        for (var round = 0; round < 100; round++)
        {
            var payload = Bytes.Of<Samples.Everything, Samples.EverythingCodec>(Samples.EverythingValues.Make(random));
            var middle = new AvroWriter([]);
            var end = new AvroWriter([]);

            Assert.Null(there.Translate(payload, ref middle));
            Assert.Null(back.Translate(middle.Written, ref end));

            Assert.True(end.Written.SequenceEqual(payload), $"seed {seed}, round {round}");
            middle.Dispose();
            end.Dispose();
        }
    }

    [Fact]
    public void A_record_in_another_order_does_not_count_its_items_twice()
    {
        var writer = AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"array","items":"null"}},{"name":"b","type":"int"}]}""");
        var reader = AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"b","type":"int"},{"name":"a","type":{"type":"array","items":"null"}}]}""");
        var input = new AvroWriter([]);
        input.WriteBlockStart(900_000);
        input.WriteBlockEnd();
        input.WriteInt(1);
        var output = new AvroWriter([]);

        Assert.Null(PayloadTranslation.Create(writer, reader).Translate(input.Written, ref output));
        input.Dispose();
        output.Dispose();
    }

    [Fact]
    public void A_failed_attempt_at_a_union_branch_leaves_no_half_made_plan_behind()
    {
        // B fits only the second branch; while the first is tried, A is planned on the assumption that B works out.
        const string writer = """{"type":"record","name":"B","fields":[{"name":"a","type":["null",{"type":"record","name":"A","fields":[{"name":"b","type":["null","B"]}]}]},{"name":"x","type":"string"}]}""";
        const string reader = """[{"type":"record","name":"q.B","fields":[{"name":"a","type":["null",{"type":"record","name":"q.A","fields":[{"name":"b","type":["null","q.B"]}]}]},{"name":"x","type":"int"}]},{"type":"record","name":"p.B","fields":[{"name":"a","type":["null","q.A"]},{"name":"x","type":"string"},{"name":"y","type":"int","default":1}]}]""";

        // Whatever the second branch makes of A, it may not be the plan that failed with the first.
        var isReadable = PayloadTranslation.TryCreate(AvroSchema.Parse(writer), AvroSchema.Parse(reader), out var translation, out _);
        var output = new AvroWriter(stackalloc byte[64]);

        var error = isReadable ? translation!.Translate(Bytes.FromHex("02 02 00 0278 0279"), ref output) : null;

        Assert.True(!isReadable || error?.Fault == DecodeFault.NotResolvable);
        output.Dispose();
    }

    [Fact]
    public void Equal_schemas_need_no_translation_and_a_default_does_not_make_them_unequal()
    {
        Assert.True(PayloadTranslation.AreSame(AvroSchema.Parse(Record("a:int")), AvroSchema.Parse(Record("a:int=1"))));
        Assert.False(PayloadTranslation.AreSame(AvroSchema.Parse(Decimal(28, 8)), AvroSchema.Parse(Decimal(28, 2))));
    }

    private static string Json(object? value)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) GenericJson.Write(json, value);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Reverse(string schema)
    {
        // Named types must be spelled out where they come first, so the reversed text is made from a tree with full definitions everywhere they are needed.
        var record = (RecordSchema)AvroSchema.Parse(schema);
        var written = new HashSet<string>(StringComparer.Ordinal);
        var fields = record.Fields.Reverse().Select(field => $"{{\"name\":\"{field.Name}\",\"type\":{Spell(field.Schema, written)}}}").ToList();
        return $"{{\"type\":\"record\",\"name\":\"{record.FullName}\",\"fields\":[{string.Join(",", fields)}]}}";
    }

    private static string Spell(AvroSchema schema, HashSet<string> written) => schema switch
    {
        UnionSchema union => $"[{string.Join(",", union.Branches.Select(branch => Spell(branch, written)))}]",
        ArraySchema array => $"{{\"type\":\"array\",\"items\":{Spell(array.Items, written)}}}",
        MapSchema map => $"{{\"type\":\"map\",\"values\":{Spell(map.Values, written)}}}",
        NamedSchema named when !written.Add(named.FullName) => $"\"{named.FullName}\"",
        _ => SchemaText.Write(schema),
    };

    private static string Array(string items) => $"{{\"type\":\"array\",\"items\":{Quoted(items)}}}";

    private static string Map(string values) => $"{{\"type\":\"map\",\"values\":{Quoted(values)}}}";

    private static string Quoted(string type) => type.StartsWith('{') ? type : $"\"{type}\"";

    private static string Enum(params string[] symbols) => $"{{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[{string.Join(",", symbols.Select(Quoted))}]}}";

    private static string Long(string logicalType) => $"{{\"type\":\"long\",\"logicalType\":\"{logicalType}\"}}";

    private static string Decimal(int precision, int scale) => $"{{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":{precision},\"scale\":{scale}}}";

    private static string Node(params string[] more) =>
        $"{{\"type\":\"record\",\"name\":\"N\",\"fields\":[{string.Join(",", more.Select(Field).Prepend("{\"name\":\"next\",\"type\":[\"null\",\"N\"]}").Prepend(Field("v:int")))}]}}";

    private static string Record(params string[] fields) => $"{{\"type\":\"record\",\"name\":\"R\",\"fields\":[{string.Join(",", fields.Select(Field))}]}}";

    private static string Field(string nameTypeDefault)
    {
        var parts = nameTypeDefault.Split(':', '=');
        return $"{{\"name\":\"{parts[0]}\",\"type\":\"{parts[1]}\"{(parts.Length > 2 ? $",\"default\":{parts[2]}" : "")}}}";
    }
}

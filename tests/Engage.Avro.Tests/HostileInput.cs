using Engage.Avro.Binary;
using Engage.Avro.Schemas;

namespace Engage.Avro.Tests;

/// <summary>Bytes made to exhaust a decoder, or to be read in two ways.</summary>
public sealed class HostileInput
{
    public static TheoryData<string, string, string, DecodeFault> Refusals => new()
    {
        { "an empty string where a long is due", "\"long\"", "", DecodeFault.Truncated },
        { "a varint that never ends", "\"long\"", "ffffffffffffffffffffff", DecodeFault.VarintTooLong },
        { "a varint of 65 bits", "\"long\"", "ffffffffffffffffff02", DecodeFault.VarintTooLong },
        { "an int of 33 bits", "\"int\"", "8080808010", DecodeFault.IntOutOfRange },
        { "a boolean of 2", "\"boolean\"", "02", DecodeFault.InvalidBoolean },
        { "a string of length -1", "\"string\"", "01", DecodeFault.NegativeLength },
        { "a string of the largest length", "\"string\"", "feffffffffffffffff01", DecodeFault.Truncated },
        { "a string that is no UTF-8", "\"string\"", "04c328", DecodeFault.InvalidUtf8 },
        { "an overlong UTF-8 slash", "\"string\"", "04c0af", DecodeFault.InvalidUtf8 },
        { "twenty million nulls in five bytes", "{\"type\":\"array\",\"items\":\"null\"}", "80b4891300", DecodeFault.TooManyItems },
        { "the most negative block count", "{\"type\":\"array\",\"items\":\"null\"}", "ffffffffffffffffff01 00 00", DecodeFault.TooManyItems },
        { "many nulls in many blocks", "{\"type\":\"array\",\"items\":\"null\"}", "80897a 80897a 00", DecodeFault.TooManyItems },
        { "a block shorter than stated", "{\"type\":\"array\",\"items\":\"int\"}", "01 04 02 02 00", DecodeFault.InvalidBlock },
        { "a block longer than stated", "{\"type\":\"array\",\"items\":\"int\"}", "03 02 02 02 00", DecodeFault.InvalidBlock },
        { "a block size past the end", "{\"type\":\"array\",\"items\":\"int\"}", "01 7e 02 00", DecodeFault.Truncated },
        { "a negative block size", "{\"type\":\"array\",\"items\":\"int\"}", "01 01 02 00", DecodeFault.NegativeLength },
        { "a branch the union lacks", "[\"null\",\"int\"]", "0400", DecodeFault.UnionIndexOutOfRange },
        { "a negative branch", "[\"null\",\"int\"]", "01", DecodeFault.UnionIndexOutOfRange },
        { "a symbol the enum lacks", "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}", "02", DecodeFault.EnumIndexOutOfRange },
        { "a decimal of 29 digits", Money, "1a 204fce5e3e25026110000000 00", DecodeFault.DecimalOutOfRange },
        { "a decimal of one more than 28 nines", Money, "18 204fce5e3e25026110000000", DecodeFault.DecimalOutOfRange },
        { "a decimal of 17 bytes", Money, "22 0000000000000000000000000000000001", DecodeFault.DecimalOutOfRange },
        { "the smallest 128-bit decimal", Money, "20 80000000000000000000000000000000", DecodeFault.DecimalOutOfRange },
        { "a timestamp in 1999", "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}", "feffbeb3a7c0ae03", DecodeFault.TimestampOutOfRange },
        { "milliseconds where microseconds are due", "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}", "80e0a7f38d66", DecodeFault.TimestampOutOfRange },
        { "a day outside the calendar", "{\"type\":\"int\",\"logicalType\":\"date\"}", "feffffff0f", DecodeFault.InvalidLogicalValue },
        { "a time after midnight", "{\"type\":\"int\",\"logicalType\":\"time-millis\"}", "80f0b252", DecodeFault.InvalidLogicalValue },
        { "a UUID of 35 characters", "{\"type\":\"string\",\"logicalType\":\"uuid\"}", "46 3030303030303030303030303030303030303030303030303030303030303030303030", DecodeFault.InvalidLogicalValue },
        { "a fixed cut short", "{\"type\":\"fixed\",\"name\":\"F\",\"size\":4}", "010203", DecodeFault.Truncated },
        { "a byte after the end", "\"int\"", "0200", DecodeFault.TrailingBytes },
    };

    private const string Money = "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":28,\"scale\":8}";

    [Theory, MemberData(nameof(Refusals))]
    public void It_is_refused_with_a_reason(string what, string schema, string hex, DecodeFault fault)
    {
        var error = AvroPayload.Check(AvroSchema.Parse(schema), Bytes.FromHex(hex));

        Assert.True(error is not null, what);
        Assert.Equal(fault, error.Fault);
        Assert.NotEmpty(error.Reason);
        Assert.Matches("^[a-z0-9_]+$", error.Code);
    }

    [Fact]
    public void A_list_that_contains_itself_a_thousand_times_does_not_reach_the_stack()
    {
        var schema = AvroSchema.Parse("""{"type":"record","name":"Node","fields":[{"name":"next","type":["null","Node"]}]}""");
        var payload = Enumerable.Repeat((byte)2, 100_000).Append((byte)0).ToArray();

        var error = AvroPayload.Check(schema, payload);

        Assert.Equal(DecodeFault.TooDeep, error?.Fault);
    }

    [Fact]
    public void Depth_is_counted_through_records_arrays_and_maps_alike()
    {
        var schema = AvroSchema.Parse("""{"type":"record","name":"Tree","fields":[{"name":"children","type":{"type":"array","items":"Tree"}}]}""");

        Assert.Null(AvroPayload.Check(schema, Nested(depth: 31)));
        Assert.Equal(DecodeFault.TooDeep, AvroPayload.Check(schema, Nested(depth: 32))?.Fault);

        static byte[] Nested(int depth) => [.. Enumerable.Repeat((byte)2, depth), 0, .. Enumerable.Repeat((byte)0, depth)];
    }

    [Fact]
    public void A_record_or_a_string_above_its_limit_is_refused_before_it_is_copied()
    {
        var text = AvroSchema.Parse("\"string\"");
        var writer = new AvroWriter([]);
        writer.WriteUtf8(new byte[AvroLimits.Default.TextBytesMax + 1]);
        var tooLong = writer.Written.ToArray();
        writer.Dispose();

        Assert.Equal(DecodeFault.TextTooLong, AvroPayload.Check(text, tooLong)?.Fault);
        Assert.Equal(DecodeFault.RecordTooLarge, AvroPayload.Check(text, new byte[AvroLimits.Default.RecordBytesMax + 1])?.Fault);
        Assert.Null(AvroPayload.Check(text, tooLong, AvroLimits.Envelope));
    }

    [Fact]
    public void A_refused_block_count_costs_no_memory()
    {
        var schema = AvroSchema.Parse("""{"type":"array","items":"null"}""");
        byte[] bomb = [0x80, 0xb4, 0x89, 0x13, 0x00];
        AvroPayload.Check(schema, bomb);

        var before = GC.GetAllocatedBytesForCurrentThread();
        AvroPayload.Check(schema, bomb);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_384);
    }

    [Fact]
    public void The_path_leads_to_the_field_item_and_key()
    {
        var schema = AvroSchema.Parse("""
            {"type":"record","name":"R","fields":[
              {"name":"first","type":"int"},
              {"name":"groups","type":{"type":"array","items":{"type":"map","values":["null","boolean"]}}}]}
            """);

        var error = AvroPayload.Check(schema, Bytes.FromHex("02 04 00 02 0278 02 07"));

        Assert.Equal(new DecodeError(DecodeFault.InvalidBoolean, 7, "groups[1]{x}", "a boolean is the byte 0 or 1, not 7"), error);
    }

    [Fact]
    public void Not_a_number_passes_as_a_double_because_only_money_forbids_it()
    {
        var reader = new AvroReader([6, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f]);

        var view = AttributeView.Read(ref reader);

        Assert.Equal(AttributeViewKind.Double, view.Kind);
        Assert.True(double.IsNaN(view.Double));
    }
}

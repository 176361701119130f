using Engage.Avro.Json;
using Engage.Avro.Schemas;

namespace Engage.Avro.Tests;

public sealed class SchemaParsing
{
    [Theory]
    [InlineData("", "JSON value is expected")]
    [InlineData("{", "member name in double quotes")]
    [InlineData("\"int\" 1", "text after the end")]
    [InlineData("\"int", "no closing quote (at character 4)")]
    [InlineData("\"int\\", "no closing quote (at character 5)")]
    [InlineData("\"\\x\"", "unknown escape")]
    [InlineData("\"\\u00g0\"", "four hexadecimal digits")]
    [InlineData("{\"type\":\"int\",\"type\":\"int\"}", "written twice")]
    [InlineData("\"unknown\"", "not known here")]
    [InlineData("7", "a name, an object or an array")]
    [InlineData("{}", "no \"type\"")]
    [InlineData("[\"null\",\"null\"]", "two branches of one type")]
    [InlineData("[\"null\",[\"int\"]]", "directly inside a union")]
    [InlineData("{\"type\":\"array\"}", "\"items\" is missing")]
    [InlineData("{\"type\":\"map\"}", "\"values\" is missing")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\"}", "\"fields\" is missing")]
    [InlineData("{\"type\":\"record\",\"fields\":[]}", "no \"name\"")]
    [InlineData("{\"type\":\"record\",\"name\":\"1R\",\"fields\":[]}", "no valid name")]
    [InlineData("{\"type\":\"record\",\"name\":\"a..R\",\"fields\":[]}", "no valid name")]
    [InlineData("{\"type\":\"record\",\"name\":\"int\",\"fields\":[]}", "primitive type")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"a\",\"type\":\"int\"}]}", "defined twice")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}}]}", "defined twice")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a-b\",\"type\":\"int\"}]}", "letters, digits and underscores")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"default\":\"x\"}]}", "does not fit")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"default\":3000000000}]}", "does not fit")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":[\"null\",\"int\"],\"default\":\"x\"}]}", "does not fit")]
    [InlineData("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"A\"]}", "listed twice")]
    [InlineData("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"],\"default\":\"B\"}", "none of its symbols")]
    [InlineData("{\"type\":\"fixed\",\"name\":\"F\",\"size\":-1}", "whole number")]
    public void A_mistake_is_named(string text, string complaint)
    {
        var mistake = Assert.Throws<AvroSchemaException>(() => AvroSchema.Parse(text));

        Assert.Contains(complaint, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_and_size_of_a_schema_are_bounded()
    {
        var nested = string.Concat(Enumerable.Repeat("{\"type\":\"array\",\"items\":", 100)) + "\"int\"" + new string('}', 100);
        var fields = string.Join(",", Enumerable.Range(0, 2_001).Select(index => $"{{\"name\":\"f{index}\",\"type\":\"int\"}}"));

        Assert.Throws<AvroSchemaException>(() => AvroSchema.Parse(nested));
        Assert.Throws<AvroSchemaException>(() => AvroSchema.Parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}"));
        Assert.Throws<AvroSchemaException>(() => AvroSchema.Parse(new string(' ', 300_000) + "\"int\""));
    }

    [Fact]
    public void A_chain_of_types_too_long_for_the_stack_is_refused_by_the_walks()
    {
        var links = Enumerable.Range(1, 600).Select(index =>
            $$$"""{"name":"f{{{index}}}","type":{"type":"record","name":"T{{{index}}}","fields":[{"name":"n","type":["null","T{{{index - 1}}}"]}]}}""");
        var chain = (RecordSchema)AvroSchema.Parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f0\",\"type\":{\"type\":\"record\",\"name\":\"T0\",\"fields\":[]}}," + string.Join(",", links) + "]}");

        Assert.NotEmpty(CanonicalForm.Write(chain));
        Assert.Throws<AvroSchemaException>(() => CanonicalForm.Write(chain.Fields[^1].Schema));
        Assert.Throws<AvroSchemaException>(() => SchemaText.Write(chain.Fields[^1].Schema));
    }

    [Theory]
    [InlineData("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":28,\"scale\":8}", LogicalKind.Decimal)]
    [InlineData("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4,\"scale\":5}", LogicalKind.None)]
    [InlineData("{\"type\":\"bytes\",\"logicalType\":\"decimal\"}", LogicalKind.None)]
    [InlineData("{\"type\":\"fixed\",\"name\":\"F\",\"size\":2,\"logicalType\":\"decimal\",\"precision\":4}", LogicalKind.Decimal)]
    [InlineData("{\"type\":\"fixed\",\"name\":\"F\",\"size\":2,\"logicalType\":\"decimal\",\"precision\":5}", LogicalKind.None)]
    [InlineData("{\"type\":\"string\",\"logicalType\":\"timestamp-micros\"}", LogicalKind.None)]
    [InlineData("{\"type\":\"string\",\"logicalType\":\"uuid\"}", LogicalKind.Uuid)]
    [InlineData("{\"type\":\"fixed\",\"name\":\"F\",\"size\":15,\"logicalType\":\"uuid\"}", LogicalKind.None)]
    [InlineData("{\"type\":\"int\",\"logicalType\":\"moon-phase\"}", LogicalKind.None)]
    public void A_logical_type_that_does_not_fit_its_type_is_ignored(string text, LogicalKind kind) =>
        Assert.Equal(kind, AvroSchema.Parse(text).Logical.Kind);

    [Fact]
    public void Names_defaults_aliases_and_recursion_are_kept()
    {
        var record = (RecordSchema)AvroSchema.Parse("""
            {"type":"record","name":"Node","namespace":"a.b","aliases":["Old"],"fields":[
              {"name":"value","type":"int","default":7,"aliases":["v"]},
              {"name":"kind","type":{"type":"enum","name":"c.Kind","symbols":["X"],"default":"X"}},
              {"name":"next","type":["null","Node"],"default":null}]}
            """);

        Assert.Equal("a.b.Node", record.FullName);
        Assert.Equal(["a.b.Old"], record.Aliases);
        Assert.Equal("7", Assert.IsType<JsonNumber>(record.Fields[0].Default).Text);
        Assert.Equal(["v"], record.Fields[0].Aliases);
        Assert.Equal("c.Kind", Assert.IsType<EnumSchema>(record.Fields[1].Schema).FullName);
        Assert.Same(record, Assert.IsType<UnionSchema>(record.Fields[2].Schema).Branches[1]);
        Assert.IsType<JsonNull>(record.Fields[2].Default);
    }

    [Fact]
    public void A_record_whose_default_holds_itself_is_parsed_without_end_being_lost()
    {
        var schema = AvroSchema.Parse("""{"type":"record","name":"A","fields":[{"name":"a","type":"A","default":{}}]}""");

        Assert.Equal(AvroType.Record, schema.Type);
    }

    [Fact]
    public void Types_of_other_texts_can_be_referred_to()
    {
        var schema = (RecordSchema)AvroSchema.Parse(
            """{"type":"record","name":"Order","namespace":"x","fields":[{"name":"price","type":"x.Money"}]}""",
            ["""{"type":"record","name":"Money","namespace":"x","fields":[]}"""]);

        Assert.Equal("x.Money", ((NamedSchema)schema.Fields[0].Schema).FullName);
    }

    [Fact]
    public void A_schema_written_out_reads_back_as_itself()
    {
        var schema = Samples.EverythingCodec.Schema;

        var again = AvroSchema.Parse(SchemaText.Write(schema));

        Assert.Equal(SchemaText.Write(schema), SchemaText.Write(again));
        Assert.Equal(CanonicalForm.Write(schema), CanonicalForm.Write(again));
    }

    [Fact]
    public void A_type_without_namespace_inside_a_namespace_keeps_its_name()
    {
        const string text = """{"type":"record","name":"a.R","fields":[{"name":"x","type":{"type":"fixed","name":"F","namespace":"","size":1}},{"name":"y","type":"F"}]}""";

        var again = (RecordSchema)AvroSchema.Parse(SchemaText.Write(AvroSchema.Parse(text)));

        Assert.Equal("F", ((NamedSchema)again.Fields[0].Schema).FullName);
        Assert.Same(again.Fields[0].Schema, again.Fields[1].Schema);
    }
}

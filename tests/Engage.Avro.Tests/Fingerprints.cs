using Engage.Avro.Binary;
using Engage.Avro.Schemas;

namespace Engage.Avro.Tests;

/// <summary>Values from the test data of the Avro project (share/test/data/schema-tests.txt).</summary>
public sealed class Fingerprints
{
    [Theory]
    [InlineData("\"null\"", 7195948357588979594L)]
    [InlineData("\"boolean\"", -6970731678124411036L)]
    [InlineData("\"int\"", 8247732601305521295L)]
    [InlineData("\"long\"", -3434872931120570953L)]
    [InlineData("\"float\"", 5583340709985441680L)]
    [InlineData("\"double\"", -8181574048448539266L)]
    [InlineData("\"bytes\"", 5746618253357095269L)]
    [InlineData("\"string\"", -8142146995180207161L)]
    [InlineData("{\"type\":\"int\"}", 8247732601305521295L)]
    public void Crc64_is_the_one_of_the_Avro_project(string schema, long fingerprint) =>
        Assert.Equal(unchecked((ulong)fingerprint), SchemaFingerprint.Crc64(AvroSchema.Parse(schema)));

    [Theory]
    [InlineData("[ \"int\"  ]", "[\"int\"]")]
    [InlineData("{\"type\":\"fixed\",\"size\":15,\"name\":\"foo\",\"namespace\":\"x.y\",\"doc\":\"d\",\"aliases\":[\"b\"]}", "{\"name\":\"x.y.foo\",\"type\":\"fixed\",\"size\":15}")]
    [InlineData("{\"type\":\"enum\",\"symbols\":[\"A1\"],\"name\":\"x.y.z.foo\",\"default\":\"A1\"}", "{\"name\":\"x.y.z.foo\",\"type\":\"enum\",\"symbols\":[\"A1\"]}")]
    [InlineData("{\"type\":\"map\",\"values\":{\"type\":\"string\",\"avro.java.string\":\"String\"}}", "{\"type\":\"map\",\"values\":\"string\"}")]
    [InlineData("{\"type\":\"record\",\"name\":\"n.R\",\"doc\":\"\",\"fields\":[{\"type\":[\"null\",\"R\"],\"name\":\"f\",\"default\":null,\"doc\":\"\"}]}", "{\"name\":\"n.R\",\"type\":\"record\",\"fields\":[{\"name\":\"f\",\"type\":[\"null\",\"n.R\"]}]}")]
    public void The_canonical_form_keeps_only_what_reading_needs(string schema, string canonical) =>
        Assert.Equal(canonical, CanonicalForm.Write(AvroSchema.Parse(schema)));

    [Fact]
    public void Documentation_and_defaults_do_not_change_a_fingerprint_but_a_field_does()
    {
        var plain = AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""");
        var documented = AvroSchema.Parse("""{"type":"record","name":"R","doc":"d","fields":[{"name":"a","type":"int","default":1}]}""");
        var other = AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"b","type":"int"}]}""");

        Assert.Equal(SchemaFingerprint.Crc64(plain), SchemaFingerprint.Crc64(documented));
        Assert.Equal(SchemaFingerprint.Sha256(plain), SchemaFingerprint.Sha256(documented));
        Assert.NotEqual(SchemaFingerprint.Crc64(plain), SchemaFingerprint.Crc64(other));
    }
}

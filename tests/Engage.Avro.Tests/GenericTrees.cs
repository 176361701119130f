using System.Text;
using System.Text.Json;
using Engage.Avro.Binary;
using Engage.Avro.Generic;
using Engage.Avro.Schemas;

namespace Engage.Avro.Tests;

public sealed class GenericTrees
{
    [Fact]
    public void Any_record_decodes_to_a_tree_that_encodes_to_the_same_bytes()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);

        for (var round = 0; round < 200; round++)
        {
            var payload = Bytes.Of<Samples.Everything, Samples.EverythingCodec>(Samples.EverythingValues.Make(random));
            Assert.True(GenericDecoder.TryDecode(Samples.EverythingCodec.Schema, payload, out var tree, out var error), $"seed {seed}: {error}");
            var writer = new AvroWriter([]);

            GenericEncoder.Encode(Samples.EverythingCodec.Schema, tree, ref writer);

            Assert.True(writer.Written.SequenceEqual(payload), $"seed {seed}, round {round}");
            writer.Dispose();
        }
    }

    [Fact]
    public void A_tree_that_lacks_a_field_gets_its_default()
    {
        var schema = AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":["null","string"],"default":null}]}""");
        var writer = new AvroWriter(stackalloc byte[16]);

        GenericEncoder.Encode(schema, new Dictionary<string, object?> { ["a"] = 1 }, ref writer);

        Assert.Equal(Bytes.FromHex("0200"), writer.Written.ToArray());
    }

    [Theory]
    [InlineData("a", "text", "a is String, which is no int")]
    [InlineData("c", 1, "c is no field of R")]
    [InlineData("b", 1.5, "b is Double, which no branch of its union takes")]
    public void A_tree_that_does_not_fit_is_refused_by_field(string field, object value, string complaint)
    {
        var schema = AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":["null","string"]}]}""");
        var tree = new Dictionary<string, object?> { ["a"] = 1, ["b"] = null, [field] = value };

        var refusal = Assert.Throws<AvroEncodeException>(() => Encode(schema, tree));

        Assert.Contains(complaint, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_json_times_are_iso_and_decimals_have_no_trailing_zeros()
    {
        var tree = new Dictionary<string, object?>
        {
            ["amount"] = 12.50000000m,
            ["at"] = new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero).AddMicroseconds(1),
            ["nan"] = double.NaN,
            ["bytes"] = new byte[] { 1, 2 },
        };
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) GenericJson.Write(json, tree);

        Assert.Equal("""{"amount":12.5,"at":"2026-12-01T09:00:00.000001Z","nan":"NaN","bytes":"AQI="}""", Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static void Encode(AvroSchema schema, object? tree)
    {
        var writer = new AvroWriter(stackalloc byte[16]);
        GenericEncoder.Encode(schema, tree, ref writer);
    }
}

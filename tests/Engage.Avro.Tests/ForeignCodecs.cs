using System.Text.Json.Nodes;
using Engage.Avro.Binary;
using Engage.Avro.Generic;
using Engage.Avro.Resolution;
using Engage.Avro.Schemas;
using Engage.Avro.Tests.Samples;
using Engage.Clients.Avro;

namespace Engage.Avro.Tests;

/// <summary>Our bytes against those of avsc, in both directions.</summary>
public sealed class ForeignCodecs
{
    private const string Plain = """
        {"type":"record","name":"Plain","fields":[
          {"name":"flag","type":"boolean"}, {"name":"small","type":"int"}, {"name":"big","type":"long"}, {"name":"real","type":"double"},
          {"name":"single","type":"float"}, {"name":"blob","type":"bytes"}, {"name":"text","type":"string"},
          {"name":"digest","type":{"type":"fixed","name":"Digest","size":5}},
          {"name":"kind","type":{"type":"enum","name":"Kind","symbols":["A","B","C"]}},
          {"name":"maybe","type":["null","string"]}, {"name":"list","type":{"type":"array","items":{"type":"map","values":["null","long"]}}},
          {"name":"inner","type":{"type":"record","name":"Inner","fields":[{"name":"next","type":["null","Inner"]},{"name":"n","type":"long"}]}}]}
        """;

    private static readonly (string Writer, string Reader, string Payload)[] Resolutions =
    [
        ("\"int\"", "\"double\"", "0d"),
        ("\"long\"", "\"float\"", "0e"),
        ("\"bytes\"", "\"string\"", "0261"),
        ("\"int\"", "[\"null\",\"long\"]", "0e"),
        ("[\"int\",\"string\"]", "[\"string\",\"long\"]", "000e"),
        ("{\"type\":\"array\",\"items\":\"int\"}", "{\"type\":\"array\",\"items\":\"long\"}", "04020400"),
        ("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"string\"}]}", "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"c\",\"type\":\"string\",\"default\":\"x\"},{\"name\":\"b2\",\"aliases\":[\"b\"],\"type\":\"string\"}]}", "020278"),
        ("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\"]}", "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"B\",\"A\"]}", "00"),
    ];

    [Fact]
    public async Task Avsc_reads_what_we_write_and_writes_the_same_bytes_again()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var payloads = Enumerable.Range(0, 50).Select(_ => Convert.ToHexStringLower(Bytes.Of<Everything, EverythingCodec>(EverythingValues.Make(random)))).ToArray();

        var answers = await NodeClient.AskAsync("codec.mjs", new { @do = "decode", schema = Schema(EverythingCodec.SchemaText), payloads });

        Assert.Equal(payloads, answers.AsArray().Select(answer => (string?)answer!["again"]));
    }

    [Fact]
    public async Task Avsc_sees_the_values_that_we_meant()
    {
        var value = EverythingValues.Sample with
        {
            Big = long.MinValue,
            Text = "grüße 𝄞",
            Money = -99999999999999999999.99999999m,
            Cents = -12.34m,
            Colour = Colour.DarkBlue,
            MaybeLong = null,
            Attribute = Contracts.AttributeValue.FromLong(long.MaxValue),
            Prices = new Dictionary<string, decimal> { ["a"] = 0.00000001m },
        };

        var answers = await NodeClient.AskAsync("codec.mjs", new { @do = "decode", schema = Schema(EverythingCodec.SchemaText), payloads = new[] { Convert.ToHexStringLower(Bytes.Of<Everything, EverythingCodec>(value)) } });

        var seen = answers[0]!["value"]!;
        Assert.Equal("-9223372036854775808", (string?)seen["big"]);
        Assert.Equal("grüße 𝄞", (string?)seen["text"]);
        Assert.Equal("-99999999999999999999.99999999", (string?)seen["money"]);
        Assert.Equal("-12.34", (string?)seen["cents"]);
        Assert.Equal("dark_blue", (string?)seen["colour"]);
        Assert.Null(seen["maybe_long"]);
        Assert.Equal("9223372036854775807", (string?)seen["attribute"]);
        Assert.Equal("0.00000001", (string?)seen["prices"]!["a"]);
    }

    [Fact]
    public async Task We_read_what_avsc_writes_at_random_and_write_the_same_bytes_again()
    {
        var schema = AvroSchema.Parse(Plain);

        var payloads = (await NodeClient.AskAsync("codec.mjs", new { @do = "random", schema = Schema(Plain), count = 200 })).AsArray();

        Assert.Equal(200, payloads.Count);
        foreach (var hex in payloads)
        {
            Assert.True(GenericDecoder.TryDecode(schema, Bytes.FromHex((string)hex!), out var tree, out var error), $"{hex}: {error}");
            Assert.Equal((string?)hex, Encode(schema, tree));
        }
    }

    [Fact]
    public async Task We_resolve_schemas_as_avsc_does()
    {
        var cases = Resolutions.Select(row => new { writer = Schema(row.Writer), reader = Schema(row.Reader), payload = row.Payload });

        var theirs = await NodeClient.AskAsync("codec.mjs", new { @do = "resolve", cases });

        Assert.Equal(theirs.AsArray().Select(hex => (string?)hex), Resolutions.Select(row => Translate(row.Writer, row.Reader, row.Payload)));
    }

    [Fact]
    public async Task Avsc_has_the_same_canonical_form()
    {
        var theirs = await NodeClient.AskAsync("codec.mjs", new { @do = "canonical", schema = Schema(Plain) });

        Assert.Equal((string?)theirs, CanonicalForm.Write(AvroSchema.Parse(Plain)));
    }

    private static string Encode(AvroSchema schema, object? tree)
    {
        var writer = new AvroWriter([]);
        GenericEncoder.Encode(schema, tree, ref writer);
        var hex = Convert.ToHexStringLower(writer.Written);
        writer.Dispose();
        return hex;
    }

    private static string Translate(string writer, string reader, string payload)
    {
        var output = new AvroWriter([]);
        Assert.Null(PayloadTranslation.Create(AvroSchema.Parse(writer), AvroSchema.Parse(reader)).Translate(Bytes.FromHex(payload), ref output));
        var hex = Convert.ToHexStringLower(output.Written);
        output.Dispose();
        return hex;
    }

    private static JsonNode Schema(string text) => JsonNode.Parse(text)!;
}

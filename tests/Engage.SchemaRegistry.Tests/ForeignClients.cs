using System.Text.Json.Nodes;
using Engage.Avro.Binary;
using Engage.Clients.Avro;
using Engage.Contracts;
using Engage.Topics;

namespace Engage.SchemaRegistry.Tests;

/// <summary>Confluent's own JavaScript client against the embedded registry and our codecs.</summary>
public sealed class ForeignClients
{
    private const string Topic = "engage.player-events";

    /// <summary>2026-12-01T09:00:00Z.</summary>
    private const long NineMicros = 1_796_115_600_000_000;

    private static readonly PlayerEvent Event = new()
    {
        Source = "casino-wallet",
        EventId = "bet-1",
        Type = "casino.bet",
        PlayerId = "åda",
        OccurredAtMicros = NineMicros,
        Amount = 1m,
        Currency = "EUR",
        Attributes = new Dictionary<string, AttributeValue> { ["provider"] = AttributeValue.FromString("netent"), ["round"] = AttributeValue.FromLong(7) },
        Update = new() { AddTags = ["vip"], Consents = new Dictionary<string, bool> { ["email"] = true } },
    };

    [Fact]
    public async Task It_registers_looks_up_checks_and_is_refused_as_by_confluents_registry()
    {
        await using var host = await RegistryHost.StartAsync();
        const string schema = """{"type":"record","name":"n.R","fields":[{"name":"a","type":"int"}]}""";
        const string next = """{"type":"record","name":"n.R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}""";

        var answer = await NodeClient.AskAsync("registry.mjs", new { @do = "register", url = Url(host), subject = "x-value", schema, next });

        Assert.Equal(1, (int?)answer["id"]);
        Assert.Equal(1, (int?)answer["again"]);
        Assert.Equal(1, (int?)answer["lookup"]);
        Assert.Equal(1, (int?)answer["latest"]!["version"]);
        Assert.Equal("[1]", answer["versions"]!.ToJsonString());
        Assert.Equal("""["x-value"]""", answer["subjects"]!.ToJsonString());
        Assert.Equal(schema, (string?)answer["byId"]!["schema"]);
        Assert.False((bool?)answer["compatible"]);
        Assert.Equal("FULL_TRANSITIVE", (string?)answer["level"]);
        Assert.Equal("FULL_TRANSITIVE", (string?)answer["levelNow"]);
        Assert.Equal(409, (int?)answer["refusal"]!["code"]);
    }

    [Fact]
    public async Task A_producer_with_its_stock_serializer_and_no_registration_feeds_player_events()
    {
        await using var host = await RegistryHost.StartAsync();
        using var client = host.Client();
        var id = await client.RegisterAsync(Topic + "-value", PlayerEventCodec.Schema, TestContext.Current.CancellationToken);
        var value = new
        {
            source = "casino-wallet",
            event_id = "bet-1",
            type = "casino.bet",
            player_id = "åda",
            occurred_at = NineMicros,
            amount = new Dictionary<string, string> { ["$hex"] = "05f5e100" },
            currency = "EUR",
            attributes = new { provider = new Dictionary<string, string> { ["string"] = "netent" }, round = new Dictionary<string, long> { ["long"] = 7 } },
            update = new { add_tags = new[] { "vip" }, consents = new { email = true } },
        };

        var written = Convert.FromHexString((string)(await NodeClient.AskAsync("registry.mjs", new { @do = "serialize", url = Url(host), topic = Topic, value }))!);

        Assert.True(ConfluentWire.TryRead(written, out var writtenId, out var payload));
        Assert.Equal(id, writtenId);
        Assert.True(PlayerEventCodec.TryRead(payload, out var read, out var error), error?.ToString());
        Assert.Equal(Event, read);
    }

    [Fact]
    public async Task A_consumer_with_its_stock_deserializer_reads_what_we_write()
    {
        await using var host = await RegistryHost.StartAsync();
        using var client = host.Client();
        var id = await client.RegisterAsync(Topic + "-value", PlayerEventCodec.Schema, TestContext.Current.CancellationToken);

        var seen = await NodeClient.AskAsync("registry.mjs", new { @do = "deserialize", url = Url(host), topic = Topic, payload = Convert.ToHexStringLower(Write(id, Event)) });

        Assert.Equal("åda", (string?)seen["player_id"]);
        Assert.Equal(NineMicros, (long?)seen["occurred_at"]);
        Assert.Equal("05f5e100", (string?)seen["amount"]!["$hex"]);
        Assert.Equal("""{"string":"netent"}""", seen["attributes"]!["provider"]!.ToJsonString());
        Assert.Equal("""{"long":7}""", seen["attributes"]!["round"]!.ToJsonString());
        Assert.Equal("""["vip"]""", seen["update"]!["add_tags"]!.ToJsonString());
        Assert.True((bool?)seen["update"]!["consents"]!["email"]);
        Assert.Null(seen["exchange_rate"]);
    }

    private static byte[] Write(int schemaId, PlayerEvent value)
    {
        var writer = new AvroWriter([]);
        ConfluentWire.WriteHeader(ref writer, schemaId);
        PlayerEventCodec.Write(ref writer, value);
        var written = writer.Written.ToArray();
        writer.Dispose();
        return written;
    }

    private static string Url(RegistryHost host) => host.Address.GetLeftPart(UriPartial.Authority);
}

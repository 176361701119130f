using System.Buffers;
using System.Globalization;
using System.Text;
using Engage.Cli.Definitions;
using Engage.Cli.Offline;
using Engage.Contracts;
using Engage.Rules.Documents;
using Engage.Streams;
using Engage.Streams.Kafka.Tools;
using Engage.Topics;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.Cli.Tests.Offline;

/// <summary>One partition of player-events and the definitions, as tests write them: each call is the next record.</summary>
internal sealed class PlayerLog
{
    private readonly List<TopicRecord> definitions = [];
    private readonly List<TopicRecord> records = [];
    private readonly Dictionary<string, int> versions = [];

    /// <summary>The time of the next record: 2026-12-01 at 09:00 UTC at first.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 12, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>A time of 2026-12-01 (09:00:00), or of the day named before it.</summary>
    public static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text.Contains(' ', StringComparison.Ordinal) ? text : $"2026-12-01 {text}", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public DefinitionLog Definitions => DefinitionsInLog.Fold(definitions);

    public IReadOnlyList<TopicRecord> DefinitionRecords => definitions;

    public IReadOnlyList<TopicRecord> Records => records;

    /// <summary>The log as retained.</summary>
    /// <param name="from">The first offset that is left.</param>
    public RetainedLog Retained(long from = 0) => new(0, 1, from, definitions, records.Where(record => record.Offset >= from).ToList());

    /// <summary>The next version of a definition, given as JSON, with its marker.</summary>
    public PlayerLog Apply(string json, string status = "active")
    {
        var node = (MappingNode)CanonicalJson.Parse(json);
        var (kind, id) = (Text(node, "kind"), Text(node, "id"));
        var version = versions[kind + id] = versions.GetValueOrDefault(kind + id) + 1;
        var definition = new Definition { Kind = kind, Id = id, Version = version, Status = status, Body = CanonicalJson.Write(node) };
        definitions.Add(new TopicRecord("definitions", 0, definitions.Count, Ms(Now), Encoding.UTF8.GetBytes($"{kind}/{id}/{version}"), Bytes(EngageTopics.Definitions.Wire, definition), []));
        return Append("", ControlEvents.DefinitionsInForce(definitions.Count - 1, definitions.Count - 2, Ms(Now) * 1000));
    }

    /// <summary>The daily repetition of what is in force.</summary>
    public PlayerLog RepeatMarker() => Append("", ControlEvents.DefinitionsInForce(definitions.Count - 1, definitions.Count - 1, Ms(Now) * 1000));

    public PlayerLog Append(string key, PlayerEvent value)
    {
        records.Add(new TopicRecord("player-events", 0, records.Count, Ms(Now), Encoding.UTF8.GetBytes(key), Bytes(EngageTopics.PlayerEvents.Wire, value), []));
        Now = Now.AddSeconds(1);
        return this;
    }

    /// <summary>Something that ada did, now.</summary>
    public PlayerLog Event(string id, string type = "casino.bet", decimal? amount = null, Func<PlayerEvent, PlayerEvent>? change = null)
    {
        var happened = new PlayerEvent { Source = "wallet", EventId = id, Type = type, PlayerId = "ada", OccurredAtMicros = Ms(Now) * 1000, Amount = amount, Currency = "EUR" };
        happened = change?.Invoke(happened) ?? happened;
        return Append(happened.PlayerId, happened);
    }

    public static byte[] Bytes<T>(ISerde<T> serde, T value)
    {
        var output = new ArrayBufferWriter<byte>();
        serde.Write(value, output);
        return output.WrittenSpan.ToArray();
    }

    private static long Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static string Text(MappingNode node, string key) => ((TextNode)node.Find(key)!).Value;
}

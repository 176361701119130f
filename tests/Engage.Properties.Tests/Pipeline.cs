using System.Buffers;
using System.Globalization;
using System.Text;
using Engage.Accumulator;
using Engage.Contracts;
using Engage.Properties.Tests.Model;
using Engage.SegmentMaterializer;
using Engage.Streams;
using Engage.Streams.Testing;
using Engage.Topics;
using Engage.TriggerMatcher;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.Properties.Tests;

/// <summary>The three workers, one behind the other, each as production runs it over a cluster in memory. Bytes pass between them as they are.</summary>
internal sealed class Pipeline : IDisposable
{
    private const string Secret = "a secret of the tests";

    private static readonly Topic<byte[], byte[]> Enriched = Raw(EngageTopics.EnrichedEvents);
    private static readonly Topic<byte[], byte[]> Firings = Raw(EngageTopics.RuleFirings);
    private static readonly Topic<byte[], byte[]> Executed = Raw(EngageTopics.Executions);
    private static readonly Topic<byte[], byte[]> Acted = Raw(EngageTopics.Actions);

    /// <summary>One record of the inputs, with when it was written; definitions have no partition of their own.</summary>
    internal sealed record Logged(long AtMicros, bool IsDefinition, byte[] Key, byte[] Value, int Partition);

    private readonly TopologyTestDriver[] stages;
    private readonly int partitionCount;
    private long definitions;

    public Pipeline(DateTimeOffset startsAt, int partitionCount = 1)
    {
        this.partitionCount = partitionCount;
        stages =
        [
            TopologyTestDriver.For(SegmentMaterializerTopology.Build(new SegmentMaterializerOptions { DigestSecret = Secret }), startsAt, partitionCount),
            TopologyTestDriver.For(TriggerMatcherTopology.Build(new TriggerMatcherOptions()), startsAt, partitionCount),
            TopologyTestDriver.For(AccumulatorTopology.Build(new AccumulatorOptions { DigestSecret = Secret }), startsAt, partitionCount),
        ];
    }

    /// <summary>Everything written so far, in order.</summary>
    public List<Logged> Log { get; } = [];

    public TopologyTestDriver Materializer => stages[0];

    public TopologyTestDriver Matcher => stages[1];

    public TopologyTestDriver Accumulator => stages[2];

    /// <summary>Every execution so far, as its bytes; by partition and offset within one run.</summary>
    public List<(int Partition, byte[] Value)> Executions { get; } = [];

    public List<(int Partition, byte[] Value)> Actions { get; } = [];

    /// <summary>What the materializer passed on, as its bytes.</summary>
    public List<byte[]> Passed { get; } = [];

    /// <summary>Offset of the last definition.</summary>
    public long LastDefinition => definitions - 1;

    public long NowMicros => Materializer.Time.NowMicros;

    /// <summary>Publishes a version; it decides nothing until a marker.</summary>
    public void Define(string kind, string id, int version, string body, string status = "active")
    {
        var definition = new Definition { Kind = kind, Id = id, Version = version, Status = status, Body = body };
        var value = Bytes(EngageTopics.Definitions.Wire, definition);
        Write(new Logged(NowMicros, IsDefinition: true, Encoding.UTF8.GetBytes($"{kind}/{id}/{version}"), value, Partition: 0));
    }

    /// <summary>Puts everything published in force.</summary>
    /// <returns>The marker's offset in the first partition.</returns>
    public long PutInForce()
    {
        var value = Bytes(EngageTopics.PlayerEvents.Wire, ControlEvents.DefinitionsInForce(LastDefinition, -1, NowMicros));
        for (var partition = partitionCount - 1; partition > 0; partition--) Write(new Logged(NowMicros, IsDefinition: false, [], value, partition));
        return Write(new Logged(NowMicros, IsDefinition: false, [], value, Partition: 0));
    }

    /// <summary>Appends an event to the log at the present time; nothing is processed yet.</summary>
    /// <returns>Its offset.</returns>
    public long Append(Happening happening) => Append(EventOf(happening));

    public long Append(PlayerEvent happened)
    {
        var key = Encoding.UTF8.GetBytes(happened.PlayerId);
        return Write(new Logged(NowMicros, IsDefinition: false, key, Bytes(EngageTopics.PlayerEvents.Wire, happened), Partitioner.PartitionOf(key, partitionCount)));
    }

    /// <summary>Writes a record with the time at which it was first written, whatever the workers' clock says by now.</summary>
    /// <returns>Its offset.</returns>
    public long Write(Logged record)
    {
        var wait = record.AtMicros - NowMicros;
        if (wait > 0) Materializer.Time.Advance(TimeSpan.FromMicroseconds(wait));
        Log.Add(record);
        if (!record.IsDefinition) return Materializer.Write(EngageTopics.PlayerEvents, record.Key, record.Value, record.Partition, appendedAtMicros: record.AtMicros);
        foreach (var stage in stages) stage.Write(EngageTopics.Definitions, record.Key, record.Value);
        return definitions++;
    }

    /// <summary>Lets all three workers process what is there.</summary>
    /// <returns>The actions that were decided.</returns>
    public List<Contracts.Action> Run()
    {
        Materializer.Run();
        Passed.AddRange(Pass(Materializer, Enriched, Matcher));
        Matcher.Run();
        Pass(Matcher, Firings, Accumulator);
        Accumulator.Run();
        Executions.AddRange(Accumulator.Read(Executed).Select(record => (record.Partition, record.Value!)));
        var acted = Accumulator.Read(Acted).Select(record => (record.Partition, record.Value!)).ToList();
        Actions.AddRange(acted);
        return [.. acted.Select(action => EngageTopics.Actions.Wire.Read(action.Item2))];
    }

    /// <summary>The executions as the oracle writes them; for one partition. Each is followed by its actions, in this order.</summary>
    public List<Decided> Decisions()
    {
        var actions = new Queue<Contracts.Action>(Actions.Select(action => EngageTopics.Actions.Wire.Read(action.Value)));
        var decisions = new List<Decided>();
        foreach (var execution in Executions.Select(execution => EngageTopics.Executions.Wire.Read(execution.Value)))
        {
            var own = execution.ActionIds.Select(_ => actions.Dequeue()).ToList();
            Assert.Equal(execution.ActionIds, own.Select(action => action.ActionId));
            decisions.Add(DecisionOf(execution, own));
        }

        Assert.Empty(actions);
        return decisions;
    }

    public void Dispose()
    {
        foreach (var stage in stages) stage.Dispose();
    }

    private static IEnumerable<byte[]> Pass(TopologyTestDriver from, Topic<byte[], byte[]> topic, TopologyTestDriver to)
    {
        var passed = from.Read(topic);
        foreach (var record in passed) to.Write(topic, record.Key, record.Value, record.Partition);
        return passed.Select(record => record.Value!);
    }

    private static Decided DecisionOf(Execution execution, IEnumerable<Contracts.Action> actions) => new(
        execution.PlayerId, execution.RuleId, execution.RuleVersion, $"{execution.EventSource}/{execution.EventId}/{execution.EventType}", execution.Times,
        execution.Amount, execution.Currency, execution.Remainder, execution.Discarded, execution.QualificationDateMicros, execution.QualificationValidityMicros,
        string.Join(' ', execution.Flags), actions.SingleOrDefault(action => action.ActionType == "give_points")?.Points);

    private static PlayerEvent EventOf(Happening happening) => new()
    {
        Source = happening.Source,
        EventId = happening.Id,
        Type = happening.Type,
        PlayerId = happening.Player,
        OccurredAtMicros = happening.Occurred,
        Amount = happening.Amount,
        Amounts = happening.Bonus is { } bonus ? new Dictionary<string, decimal> { ["bonus"] = bonus } : [],
        Currency = happening.Currency,
        ExchangeRate = happening.EuroRate,
        RateCurrency = happening.EuroRate is null ? null : "EUR",
        Reverses = happening.Reverses,
        Attributes = happening.Game is { } game ? new Dictionary<string, AttributeValue> { ["game"] = AttributeValue.FromString(game) } : [],
        Update = happening.Update is { } change ? UpdateOf(change) : null,
        Backfill = happening.Backfill,
        RootId = happening.Root,
        Depth = happening.Depth,
    };

    private static PlayerUpdate UpdateOf(Change change) => new()
    {
        Set = change.Set.ToDictionary(entry => entry.Key, entry => AttributeValue.FromString(entry.Value)),
        AddTags = change.AddTags,
        RemoveTags = change.RemoveTags,
        Consents = new[] { ("email", change.EmailConsent), ("sms", change.SmsConsent) }.Where(consent => consent.Item2 is not null).ToDictionary(consent => consent.Item1, consent => consent.Item2!.Value),
        Suppression = change.Suppression,
        Erase = change.Erase,
    };

    private static Topic<byte[], byte[]> Raw(Topic topic) => new(topic.Name, Serdes.Bytes, Serdes.Bytes);

    private static byte[] Bytes<T>(ISerde<T> wire, T value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        wire.Write(value, bytes);
        return bytes.WrittenSpan.ToArray();
    }
}

using System.Buffers;
using Engage.Cli.Connections;
using Engage.Contracts;
using Engage.Topics;

namespace Engage.Cli.Explain;

/// <summary>What the workers wrote of one player: it outlives the log that it was decided from, and is what really happened.</summary>
internal sealed class RecordedFacts
{
    private readonly Dictionary<(long Position, int Index), byte[]> enriched = [];
    private readonly Dictionary<string, ActionResult> newestResults = [];
    private readonly List<Execution> executions = [];

    /// <summary>The materializer's record of an event; null: it wrote none, or has not come to it.</summary>
    public byte[]? Enriched(long position, int index) => enriched.GetValueOrDefault((position, index));

    /// <summary>The rule's execution by this event; null: none is recorded.</summary>
    /// <param name="ingestedAtMicros">Tells the event from its repeat after the dedupe horizon.</param>
    public Execution? ExecutionOf(EventName happened, long ingestedAtMicros) =>
        executions.Find(execution => execution.DecidedAtMicros == ingestedAtMicros && (execution.RunId is { } run ? run == happened.Id && happened.Type == "engage.scheduled"
            : execution.EventSource == happened.Source && execution.EventId == happened.Id && execution.EventType == happened.Type));

    /// <summary>The newest outcome of an action; null: none yet.</summary>
    public ActionResult? ResultOf(string actionId) => newestResults.GetValueOrDefault(actionId);

    public void Add(Execution execution) => executions.Add(execution);

    public void Add(ActionResult result)
    {
        if (newestResults.TryGetValue(result.ActionId, out var known) && known.Seq > result.Seq) return;
        newestResults[result.ActionId] = result;
    }

    public void AddEnriched(byte[] value)
    {
        var opened = Topics.Topics.EnrichedEvents.Wire.Open(value, new ArrayBufferWriter<byte>(), out var payload, out _);
        if (opened == WireOutcome.Ready && EnrichedEventView.TryParse(payload, out var view, out _, Topics.Topics.EnrichedEvents.Wire.Limits)) enriched[(view.Position, view.Index)] = value;
    }

    /// <summary>Reads the player's partition of what the workers wrote.</summary>
    public static RecordedFacts Read(Cluster cluster, int partition, byte[] player, string playerId, string ruleId)
    {
        var facts = new RecordedFacts();
        foreach (var record in PartitionScan.Of(cluster, Topics.Topics.EnrichedEvents, partition))
        {
            if (record.Value is not null && record.Key.AsSpan().SequenceEqual(player)) facts.AddEnriched(record.Value);
        }

        foreach (var record in PartitionScan.Of(cluster, Topics.Topics.Executions, partition))
        {
            if (record.Value is null || !record.Key.AsSpan().SequenceEqual(player)) continue;
            var execution = Topics.Topics.Executions.Wire.Read(record.Value);
            if (execution.RuleId == ruleId) facts.Add(execution);
        }

        // A result stands in its lane's partition or in the player's: the key decides, so all are looked at.
        foreach (var (_, result) in TopicScan.Of(cluster, Topics.Topics.ActionResults))
        {
            if (result.PlayerId == playerId && result.RuleId == ruleId) facts.Add(result);
        }

        return facts;
    }
}

using System.Buffers;
using System.Text;
using Engage.Accumulator;
using Engage.Contracts;
using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.SegmentMaterializer;
using Engage.Streams;
using Engage.Streams.Kafka.Tools;
using Engage.Streams.Offline;
using Engage.Topics;
using Engage.TriggerMatcher;
using Action = Engage.Contracts.Action;

namespace Engage.Cli.Offline;

/// <summary>The three deciding workers of one partition, run over records that are handed to it: their own topologies, with state in memory. Nothing is written anywhere.</summary>
internal sealed class OfflinePipeline : IDisposable
{
    /// <summary>Identities are only compared with one another within one run, so that any secret does.</summary>
    private const string AnySecret = "offline: compared within one run only";

    private readonly DecisionWatch decisions = new();
    private readonly OfflineTask materializer;
    private readonly OfflineTask matcher;
    private readonly OfflineTask accumulator;
    private long enrichedCount;
    private long firingCount;

    public OfflinePipeline(int partition, int partitionCount, IWatchEvents? watch = null)
    {
        materializer = new OfflineTask(SegmentMaterializerTopology.Build(new SegmentMaterializerOptions { DigestSecret = AnySecret }, watch), partition, partitionCount);
        matcher = new OfflineTask(TriggerMatcherTopology.Build(new TriggerMatcherOptions()), partition, partitionCount);
        accumulator = new OfflineTask(AccumulatorTopology.Build(new AccumulatorOptions { DigestSecret = AnySecret }, decisions), partition, partitionCount);
    }

    /// <summary>Makes a definition known; a marker that names its offset puts it in force.</summary>
    public void Define(long offset, long timestampMicros, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        foreach (var task in new[] { materializer, matcher, accumulator }) task.AddToTable(Topics.Topics.Definitions, offset, timestampMicros, key, value);
    }

    public void Define(IEnumerable<TopicRecord> definitions)
    {
        foreach (var record in definitions) Define(record.Offset, record.TimestampMs * 1000, record.Key, record.Value);
    }

    /// <summary>Puts the definitions up to an offset in force, as <c>apply</c>'s marker does.</summary>
    public void PutInForce(long position, long timestampMicros, long definitionsOffset) =>
        Take(position, timestampMicros, [], Bytes(ControlEvents.DefinitionsInForce(definitionsOffset, -1, timestampMicros)));

    public PassedRecord Take(long position, long timestampMicros, PlayerEvent happened) =>
        Take(position, timestampMicros, Encoding.UTF8.GetBytes(happened.PlayerId), Bytes(happened));

    /// <param name="position">Offset in player-events; ascending.</param>
    /// <param name="recorded">Gives the value that the materializer wrote for this position and index, where it is known: it saw what is no longer in the log. Null, or a null answer: the offline one counts.</param>
    public PassedRecord Take(long position, long timestampMicros, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, Func<long, int, byte[]?>? recorded = null)
    {
        var passed = new List<PassedEvent>();
        (string Code, string Reason)? rejected = null;
        foreach (var written in materializer.Process(Topics.Topics.PlayerEvents, position, timestampMicros, key, value))
        {
            if (written.Topic == Topics.Topics.DeadLetters) rejected = ReasonOf(written);
            else if (written.Topic == Topics.Topics.EnrichedEvents) passed.Add(Decide(recorded?.Invoke(position, passed.Count) ?? written.Value!, written));
        }

        return new PassedRecord(passed, rejected);
    }

    public void Dispose()
    {
        materializer.Dispose();
        matcher.Dispose();
        accumulator.Dispose();
    }

    private PassedEvent Decide(byte[] enriched, OfflineRecord written)
    {
        decisions.Clear();
        var executions = new List<Execution>();
        var actions = new List<Action>();
        foreach (var firing in matcher.Process(Topics.Topics.EnrichedEvents, enrichedCount++, written.TimestampMicros, written.Key, enriched))
        {
            if (firing.Topic != Topics.Topics.RuleFirings) continue;
            foreach (var decided in accumulator.Process(Topics.Topics.RuleFirings, firingCount++, firing.TimestampMicros, firing.Key, firing.Value))
            {
                if (decided.Topic == Topics.Topics.Executions) executions.Add(Topics.Topics.Executions.Wire.Read(decided.Value));
                else if (decided.Topic == Topics.Topics.Actions) actions.Add(Topics.Topics.Actions.Wire.Read(decided.Value));
            }
        }

        return new PassedEvent(enriched, [.. decisions.Outcomes], executions, actions);
    }

    private static (string Code, string Reason) ReasonOf(OfflineRecord deadLetter)
    {
        var headers = new HeaderView(deadLetter.Headers);
        return (Text(headers, DeadLetterHeaders.Code), Text(headers, DeadLetterHeaders.Reason));
    }

    private static string Text(HeaderView headers, string name) => headers.TryGet(Encoding.UTF8.GetBytes(name), out var value) ? Encoding.UTF8.GetString(value) : "";

    private static byte[] Bytes(PlayerEvent happened)
    {
        var output = new ArrayBufferWriter<byte>();
        Topics.Topics.PlayerEvents.Wire.Write(happened, output);
        return output.WrittenSpan.ToArray();
    }

    private sealed class DecisionWatch : IWatchDecisions
    {
        public List<RuleOutcome> Outcomes { get; } = [];

        public void Clear() => Outcomes.Clear();

        public void Refused(CompiledRule rule, DecisionReason reason) => Outcomes.Add(new RuleOutcome(rule, FiringRoles.None, default, null, reason));

        public void Decided(CompiledRule rule, FiringRoles roles, in RuleProgress before, in RuleDecision decision) =>
            Outcomes.Add(new RuleOutcome(rule, roles, before, decision, decision.Reason));
    }
}

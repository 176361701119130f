using Engage.Cli.Offline;
using Engage.Contracts;
using Engage.Rules.Compilation;
using Engage.Rules.Segments;
using Engage.SegmentMaterializer;
using Engage.SegmentMaterializer.Domain.Input;
using Engage.Streams.Kafka.Tools;
using Engage.Topics;
using Action = Engage.Contracts.Action;

namespace Engage.Cli.Simulate;

/// <summary>Runs a draft over one partition of the retained log, its own tag effects fed back right after their cause (semantics 46).</summary>
internal sealed class SimulatePartition : IDisposable
{
    private readonly RetainedLog log;
    private readonly IReadOnlySet<string> ownActions;
    private readonly long fromMicros;
    private readonly long toMicros;
    private readonly ReversalWatch watch = new();
    private readonly OfflinePipeline pipeline;
    private readonly SimulatedDefinitions definitions;
    private readonly long beginsMicros;
    private readonly Queue<(PlayerEvent Effect, long AtMicros)> effects = new();
    private readonly List<Execution> executions = [];
    private long position;
    private bool isRunning;

    /// <param name="ownActions">Ids of actions that rules with the draft's ids have decided live: their tag effects are in the log, and the draft decides its own.</param>
    /// <param name="fromMicros">The draft's rules come into force before the first record that was appended at or after this.</param>
    /// <param name="toMicros">Records appended at or after this are not looked at.</param>
    public SimulatePartition(RetainedLog log, Draft draft, IReadOnlySet<string> ownActions, long fromMicros, long toMicros)
    {
        (this.log, this.ownActions, this.fromMicros, this.toMicros) = (log, ownActions, fromMicros, toMicros);
        pipeline = new OfflinePipeline(log.Partition, log.PartitionCount, watch);
        beginsMicros = log.Records.FirstOrDefault()?.TimestampMs * 1000 ?? fromMicros;
        definitions = new SimulatedDefinitions(pipeline, draft, log.Definitions, beginsMicros);
    }

    /// <summary>Events of players that were judged while the rules were in force.</summary>
    public long Events { get; private set; }

    public long UnmatchedReversals => watch.Unmatched;

    /// <summary>Goes through the partition; once.</summary>
    public IReadOnlyList<Execution> Run()
    {
        PutInForce(definitions.UpTo(log.InForceBefore()), beginsMicros);
        foreach (var record in log.Records)
        {
            var atMicros = record.TimestampMs * 1000;
            if (atMicros >= toMicros) break;
            if (!isRunning && atMicros >= fromMicros) Begin(atMicros);
            Take(record, atMicros);
        }

        return executions;
    }

    public void Dispose() => pipeline.Dispose();

    private void Begin(long atMicros)
    {
        isRunning = true;
        PutInForce(definitions.Rules(atMicros), atMicros);
    }

    private void Take(TopicRecord record, long atMicros)
    {
        if (RetainedLog.MarkerOf(record) is { } marker)
        {
            PutInForce(definitions.UpTo(marker.Offset), atMicros);
            return;
        }

        if (record.Value is null || IsLeftOut(record.Value)) return;
        if (isRunning) Events++;
        Decided(pipeline.Take(position++, atMicros, record.Key, record.Value), atMicros);
        while (effects.TryDequeue(out var effect)) Decided(pipeline.Take(position++, effect.AtMicros, effect.Effect), effect.AtMicros);
    }

    /// <summary>Runs of other rules, and what the draft's own live version did: the draft decides in its place.</summary>
    private bool IsLeftOut(byte[] value)
    {
        var opened = Topics.Topics.PlayerEvents.Wire.Open(value, new System.Buffers.ArrayBufferWriter<byte>(), out var payload, out _);
        if (opened != WireOutcome.Ready || !PlayerEventView.TryParse(payload, out var view, out _)) return false; // For the pipeline to reject, as live.
        if (ReservedNames.IsControl(view.Type)) return true;
        return view.Source.SequenceEqual(ReservedNames.EngineSource) && ownActions.Contains(System.Text.Encoding.UTF8.GetString(view.EventId));
    }

    private void Decided(PassedRecord passed, long atMicros)
    {
        foreach (var happened in passed.Events)
        {
            executions.AddRange(happened.Executions);
            foreach (var action in happened.Actions) FeedBack(action, atMicros);
        }
    }

    private void FeedBack(Action action, long atMicros)
    {
        // An action that comes too late is not carried out.
        if (!action.TooOld && ControlEvents.TagEffect(action) is { } effect) effects.Enqueue((effect, atMicros));
    }

    private void PutInForce(long? offset, long atMicros)
    {
        if (offset is { } known) pipeline.PutInForce(position++, atMicros, known);
    }

    private sealed class ReversalWatch : IWatchEvents
    {
        public long Unmatched { get; private set; }

        public void Repeated()
        {
            // A repeat is a repeat, live and here.
        }

        public void ReversalUnmatched() => Unmatched++;

        public void Judged(SegmentJudge judge, PlayerState state, JudgeInstant at)
        {
            // Only decisions are of interest.
        }

        public void Reached(SegmentJudge judge, PlayerState state, JudgeInstant at, LiveRule? rule)
        {
            // Runs are left out.
        }
    }
}

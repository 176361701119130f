using System.Buffers;
using Engage.Contracts;
using Engage.Rules.Compilation;
using Engage.Rules.Segments;
using Engage.SegmentMaterializer.Domain;
using Engage.SegmentMaterializer.Domain.Input;
using Engage.Streams;
using Engage.Topics;

namespace Engage.SegmentMaterializer;

/// <summary>Takes the one log apart: control records change what is in force, start runs and name scheduled players; events change players. One per task.</summary>
internal sealed class MaterializePlayers : IProcessor
{
    /// <summary>Players that one tick's sweep looks at: a new definition reaches a million players in minutes without holding live events up.</summary>
    private const int SweepPerTick = 200;

    private readonly GlobalTable<DefinitionLog> definitions;
    private readonly IKeyValueStore<string, PartitionRow> partition;
    private readonly Players players;
    private readonly EventOutputs outputs;
    private readonly PlayerTimers timers;
    private readonly MaterializeEvent events;
    private readonly ErasePlayer erase;
    private readonly ErasedDigests erased;
    private readonly ReachPlayers reach;
    private readonly ArrayBufferWriter<byte> translated = new();
    private readonly List<MembershipChange> changes = [];
    private PartitionRow? state;
    private DefinitionsInForce? force;
    private readonly long horizonMs;
    private long lastPosition;
    private long lastIngestedMicros;

    public MaterializePlayers(ITaskContext task, GlobalTable<DefinitionLog> definitions, SegmentMaterializerOptions options, IWatchEvents? watch = null)
    {
        this.definitions = definitions;
        var digests = options.Digests();
        var ledger = new Domain.Dedupe.DedupeLedger(task.OpenBytes(Stores.Chunks), new Domain.Dedupe.DigestCache(options.DedupeCacheDigests));
        erased = new ErasedDigests(task.OpenBytes(Stores.Erased), digests);
        partition = task.Open(Stores.Partition);
        players = new Players(task.OpenBytes(Stores.Players), new NamePool());
        outputs = new EventOutputs(task);
        timers = new PlayerTimers(task.Timers);
        horizonMs = (long)options.DedupeHorizon.TotalMilliseconds;
        events = new MaterializeEvent(players, ledger, erased, outputs, digests, horizonMs, timers, watch);
        erase = new ErasePlayer(players, ledger, erased, outputs, timers, horizonMs);
        reach = new ReachPlayers(task, players, outputs, watch);
    }

    public ProcessResult Process(in InputRecord record)
    {
        Open();
        var outcome = Topics.Topics.PlayerEvents.Wire.Open(record.Value, translated, out var payload, out var error);
        if (outcome == WireOutcome.Unavailable) return ProcessResult.Unavailable(error!.Reason);
        if (outcome == WireOutcome.Poison) return ProcessResult.Poison(error!);
        if (!PlayerEventView.TryParse(payload, out var view, out var mistake, Topics.Topics.PlayerEvents.Wire.Limits)) return ProcessResult.Poison(WireErrors.From(mistake));

        lastPosition = record.Offset;
        lastIngestedMicros = Math.Max(lastIngestedMicros, record.TimestampMicros);
        if (ReservedNames.IsControl(view.Type)) return Control(record, view);
        if (CheckEvent.Of(record.Key, view) is { } invalid) return ProcessResult.Poison(invalid);
        if (view.Update is { HasValue: true } update && update.Value.Erase)
        {
            erase.Erase(record, view, force!);
            return ProcessResult.Done;
        }

        return events.Apply(record, view, force!);
    }

    /// <summary>Goes on with the sweep over players that no event has touched since new definitions came into force.</summary>
    public void OnTick(long nowMicros)
    {
        Open();
        if (state!.SweepFrom is not { } from) return;

        byte[]? last = null;
        var looked = 0;
        var stale = new List<byte[]>();
        using (var cursor = players.After(from))
        {
            while (looked < SweepPerTick && cursor.MoveNext())
            {
                looked++;
                last = cursor.Key.ToArray();
                stale.Add(last);
            }
        }

        foreach (var player in stale) Advance(player, nowMicros);
        SaveState(state with { SweepFrom = looked < SweepPerTick ? null : last });
    }

    public void OnTimer(long fireAtMicros, ReadOnlySpan<byte> owner, long nowMicros)
    {
        Open();
        var player = owner[1..];
        switch (owner[0])
        {
            case PlayerTimers.Clock:
                if (players.Find(player) is { } row) row.TimerAtMicros = long.MaxValue;
                Advance(player, nowMicros);
                break;
            case PlayerTimers.Forget when players.Find(player) is null: outputs.ForgetProfile(player); break;
            case PlayerTimers.Expire when !erased.Expire(player, (lastIngestedMicros / 1000) - horizonMs): timers.ExpireTomorrow(player, nowMicros); break;
        }
    }

    private ProcessResult Control(in InputRecord record, PlayerEventView view)
    {
        switch (ControlRecord.Parse(view, out var error))
        {
            case null: return ProcessResult.Poison(error!);
            case ControlRecord.DefinitionsMarker marker:
                if (definitions.NextOffset <= marker.Offset) return ProcessResult.WaitFor(definitions, marker.Offset);
                PutInForce(record, marker);
                return ProcessResult.Done;
            case ControlRecord.RunMarker run:
                reach.TakeAudience(record, run, force!);
                return ProcessResult.Done;
            case ControlRecord.ScheduledPlayer scheduled:
                reach.PassOn(record, view, scheduled, force!);
                return ProcessResult.Done;
            case var other: throw new System.Diagnostics.UnreachableException($"{other.GetType().Name} was parsed, but nothing handles it.");
        }
    }

    private void PutInForce(in InputRecord record, ControlRecord.DefinitionsMarker marker)
    {
        if (marker.Offset <= force!.Offset) return; // Repeated daily, and the offset in force never goes down.
        var before = force;
        force = force.After(new MarkerPoint(record.Offset, record.TimestampMicros, marker.Offset));
        var mustSweep = state!.SweepFrom is not null || !SameSegments(before.Judge.Definitions.Segments, force.Judge.Definitions.Segments);
        SaveState(new PartitionRow(marker.Offset, mustSweep ? [] : null, force.Judge.Starts));
    }

    private static bool SameSegments(SegmentTable before, SegmentTable after)
    {
        if (before.Segments.Length != after.Segments.Length) return false;
        for (var i = 0; i < before.Segments.Length; i++)
        {
            if (before.Segments[i].Id != after.Segments[i].Id || before.Segments[i].Version.Version != after.Segments[i].Version.Version) return false;
        }

        return true;
    }

    private void Advance(ReadOnlySpan<byte> player, long nowMicros)
    {
        if (players.Find(player) is not { } row) return;
        changes.Clear();
        force!.Judge.Advance(row.State, new JudgeInstant(nowMicros, nowMicros), force.SetAt, changes);
        outputs.Changed(player, changes, lastPosition);
        timers.Arm(player, row);
        players.Save(player, row);
    }

    /// <summary>Reads what holds for the partition, once; not in the constructor, which must not touch stores.</summary>
    private void Open()
    {
        if (force is not null) return;
        state = partition.TryGet(Stores.PartitionKey, out var kept) ? kept : PartitionRow.None;
        force = new DefinitionsInForce(definitions, state.DefinitionsOffset, state.Starts);
    }

    private void SaveState(PartitionRow next)
    {
        state = next;
        partition.Put(Stores.PartitionKey, next);
    }
}

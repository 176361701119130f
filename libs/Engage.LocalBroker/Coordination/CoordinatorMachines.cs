using System.Diagnostics;
using System.Security.Cryptography;
using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Transactions;

namespace Engage.LocalBroker.Coordination;

/// <summary>The state machines of groups and transactions, wired over one <see cref="CoordinatorState"/>, and what each timer means to them.</summary>
internal sealed class CoordinatorMachines
{
    private const long MarkerRetryMs = 100;
    private const long RetentionSweepMs = 60_000;

    private readonly CoordinatorState state;
    private readonly TransactionOptions transactionOptions;
    private readonly IPartitions partitions;
    private readonly MarkerWriter markers;

    public CoordinatorMachines(CoordinatorState state, CoordinatorContext context, IPartitions partitions)
    {
        this.state = state;
        this.partitions = partitions;
        transactionOptions = context.Options.Transactions;
        var groupOptions = context.Options.Groups;

        Rebalances = new(groupOptions);
        Joins = new(state.Groups, Rebalances, groupOptions, RandomSuffix);
        Membership = new(state.Groups, Rebalances);
        Commits = new(state.Groups, state.Offsets, partitions);
        Fetches = new(state.Offsets);
        Administration = new(state.Groups, state.Offsets, partitions);
        Retention = new(state.Groups, state.Offsets, groupOptions);

        Ends = new(state.Transactions, transactionOptions);
        Initialisation = new(state.Transactions, state.ProducerIds, Ends, transactionOptions);
        Contents = new(state.Transactions, Ends, partitions);
        TransactionalOffsets = new(state.Transactions, Ends, Commits);
        markers = new(partitions, context.CrashPoints);
    }

    public Rebalances Rebalances { get; }

    public GroupJoins Joins { get; }

    public Membership Membership { get; }

    public OffsetCommits Commits { get; }

    public OffsetFetches Fetches { get; }

    public GroupAdministration Administration { get; }

    public GroupRetention Retention { get; }

    public ProducerInitialisation Initialisation { get; }

    public TransactionContents Contents { get; }

    public TransactionEnds Ends { get; }

    public TransactionalOffsets TransactionalOffsets { get; }

    /// <summary>First turn after a start: sessions begin anew, open transactions are let in again, prepared ones are finished.</summary>
    /// <param name="log">Is told what should not have happened.</param>
    public void Resume(Turn turn, Action<string> log)
    {
        state.ProducerIds.SkipReserved();
        state.RestoreGroups(turn.NowMs);
        foreach (var group in state.Groups.All)
        {
            foreach (var member in group.Members) Sessions.Restart(group, member, turn);
        }

        foreach (var known in state.Transactions.All)
        {
            if (known.State == TransactionState.Ongoing) LetIn(known.TransactionalId, known.Partitions);
            else if (known.IsPrepared) WriteMarkers(known, turn, isRedo: true);
        }

        AbortOrphans(log);
        turn.Timers.Set(new(TimerKind.TransactionSweep), turn.NowMs + (long)transactionOptions.ExpiryCheckInterval.TotalMilliseconds);
        turn.Timers.Set(new(TimerKind.RetentionSweep), turn.NowMs + RetentionSweepMs);
    }

    public void OnTimer(TimerKey timer, Turn turn)
    {
        switch (timer.Kind)
        {
            case TimerKind.MemberSession:
                Membership.OnSessionExpired(timer.Owner, timer.MemberId, turn);
                break;

            case TimerKind.JoinDeadline when state.Groups.TryGet(timer.Owner, out var group):
                Rebalances.OnJoinDeadline(group, turn);
                break;

            case TimerKind.SyncDeadline when state.Groups.TryGet(timer.Owner, out var group):
                Rebalances.OnSyncDeadline(group, turn);
                break;

            case TimerKind.JoinDeadline or TimerKind.SyncDeadline:
                break; // The group was deleted.

            case TimerKind.TransactionMarkers:
                if (state.Transactions.TryGet(timer.Owner, out var known) && known.IsPrepared) WriteMarkers(known, turn);
                break;

            case TimerKind.TransactionSweep:
                Ends.FenceOverdue(turn);
                turn.Timers.Set(timer, turn.NowMs + (long)transactionOptions.ExpiryCheckInterval.TotalMilliseconds);
                break;

            case TimerKind.RetentionSweep:
                Retention.Sweep(turn);
                Ends.ForgetIdle(turn);
                turn.Timers.Set(timer, turn.NowMs + RetentionSweepMs);
                break;

            default:
                throw new UnreachableException($"Nothing happens when timer {timer.Kind} is due.");
        }
    }

    /// <summary>What must follow once a record is stored and before anybody is answered.</summary>
    public void OnStored(JournalRecord record)
    {
        switch (record)
        {
            case TransactionEnlarged enlarged:
                LetIn(enlarged.TransactionalId, enlarged.Partitions);
                break;

            case TransactionCompleted completed:
                markers.Forget(completed.TransactionalId);
                Ends.OnCompleted(completed.TransactionalId);
                break;

            case GroupGeneration generation:
                Membership.OnStored(generation.GroupId);
                break;
        }
    }

    /// <summary>Brings what already happened in memory in line with a record that could not be stored.</summary>
    public void OnStoringFailed(JournalRecord record, Turn turn)
    {
        switch (record)
        {
            case TransactionPrepared prepared:
                Ends.OnPrepareFailed(prepared.TransactionalId);
                break;

            case TransactionCompleted completed:
                turn.Timers.Set(TransactionEnds.MarkerTimer(completed.TransactionalId), turn.NowMs + MarkerRetryMs);
                break;

            case GroupGeneration generation:
                Membership.OnStoringFailed(generation.GroupId);
                break;
        }
    }

    /// <summary>Writes the markers of every prepared transaction now, however long their delay still is.</summary>
    public void FinishPrepared(Turn turn)
    {
        foreach (var known in state.Transactions.All)
        {
            if (known.IsPrepared) WriteMarkers(known, turn);
        }
    }

    private void LetIn(string transactionalId, IEnumerable<TopicPartition> added)
    {
        if (!state.Transactions.TryGet(transactionalId, out var known)) return;

        // A topic deleted meanwhile needs no registration: producing to it fails with "unknown topic" anyway.
        foreach (var partition in added) partitions.RegisterTransaction(partition, known.ProducerId, known.ProducerEpoch);
    }

    private void WriteMarkers(TransactionMetadata prepared, Turn turn, bool isRedo = false)
    {
        Ends.OnMarkersBegun(prepared.TransactionalId);
        if (markers.TryWrite(prepared, isRedo))
        {
            turn.Timers.Cancel(TransactionEnds.MarkerTimer(prepared.TransactionalId));
            Ends.OnMarkersWritten(prepared.TransactionalId, turn);
        }
        else
        {
            turn.Timers.Set(TransactionEnds.MarkerTimer(prepared.TransactionalId), turn.NowMs + MarkerRetryMs);
        }
    }

    /// <summary>Data of a transaction the journal knows nothing of would hold back its readers for ever.</summary>
    private void AbortOrphans(Action<string> log)
    {
        foreach (var open in partitions.OpenTransactions())
        {
            var isKnown = state.Transactions.All.Any(known =>
                known.ProducerId == open.ProducerId && known.Partitions.Contains(open.Partition)
                && (known.State == TransactionState.Ongoing || known.IsPrepared));
            if (isKnown) continue;

            log($"ALARM: {open.Partition.Topic}-{open.Partition.Partition} holds an open transaction of producer {open.ProducerId} from offset {open.FirstOffset} "
                + "that the journal does not know; it is aborted. The data directory was changed by something other than this broker.");
            partitions.AppendMarker(open.Partition, new TransactionMarker(open.ProducerId, open.ProducerEpoch, TransactionOutcome.Abort));
        }
    }

    // Member ids must not repeat across restarts, and nothing of theirs is derived from a log: random by intent.
    private static string RandomSuffix() => new Guid(RandomNumberGenerator.GetBytes(16)).ToString();
}

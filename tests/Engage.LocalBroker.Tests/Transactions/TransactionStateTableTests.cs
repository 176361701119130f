using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Tests.Coordination;
using Engage.LocalBroker.Transactions;

namespace Engage.LocalBroker.Tests.Transactions;

/// <summary>Each state of a transactional id against each event: the answer, and the state after it.</summary>
public sealed class TransactionStateTableTests
{
    [Theory]
    [InlineData(TransactionState.Empty, ErrorCode.None, TransactionState.Ongoing)]
    [InlineData(TransactionState.Ongoing, ErrorCode.None, TransactionState.Ongoing)]
    [InlineData(TransactionState.PrepareCommit, ErrorCode.ConcurrentTransactions, TransactionState.PrepareCommit)]
    [InlineData(TransactionState.PrepareAbort, ErrorCode.ConcurrentTransactions, TransactionState.PrepareAbort)]
    [InlineData(TransactionState.CompleteCommit, ErrorCode.None, TransactionState.Ongoing)]
    [InlineData(TransactionState.CompleteAbort, ErrorCode.None, TransactionState.Ongoing)]
    internal void Adding_a_partition_or_a_group(TransactionState state, ErrorCode expected, TransactionState after)
    {
        var (partitions, groups) = (new TransactionRig(), new TransactionRig());
        partitions.BringTo(state);
        groups.BringTo(state);

        Assert.Equal(expected, partitions.Add(partition: new("payments", 0)));
        Assert.Equal(expected, groups.AddOffsets());

        Assert.Equal(after, partitions.Known.State);
        Assert.Equal(after, groups.Known.State);
    }

    [Theory]
    [InlineData(TransactionState.Empty, ErrorCode.InvalidTransactionState, TransactionState.Empty)]
    [InlineData(TransactionState.Ongoing, ErrorCode.None, TransactionState.PrepareCommit)]
    [InlineData(TransactionState.PrepareCommit, ErrorCode.ConcurrentTransactions, TransactionState.PrepareCommit)]
    [InlineData(TransactionState.PrepareAbort, ErrorCode.InvalidTransactionState, TransactionState.PrepareAbort)]
    [InlineData(TransactionState.CompleteCommit, ErrorCode.None, TransactionState.CompleteCommit)]
    [InlineData(TransactionState.CompleteAbort, ErrorCode.InvalidTransactionState, TransactionState.CompleteAbort)]
    internal void Committing(TransactionState state, ErrorCode expected, TransactionState after) => End(TransactionOutcome.Commit, state, expected, after);

    [Theory]
    [InlineData(TransactionState.Empty, ErrorCode.InvalidTransactionState, TransactionState.Empty)]
    [InlineData(TransactionState.Ongoing, ErrorCode.None, TransactionState.PrepareAbort)]
    [InlineData(TransactionState.PrepareCommit, ErrorCode.InvalidTransactionState, TransactionState.PrepareCommit)]
    [InlineData(TransactionState.PrepareAbort, ErrorCode.ConcurrentTransactions, TransactionState.PrepareAbort)]
    [InlineData(TransactionState.CompleteCommit, ErrorCode.InvalidTransactionState, TransactionState.CompleteCommit)]
    [InlineData(TransactionState.CompleteAbort, ErrorCode.None, TransactionState.CompleteAbort)]
    internal void Aborting(TransactionState state, ErrorCode expected, TransactionState after) => End(TransactionOutcome.Abort, state, expected, after);

    [Theory]
    [InlineData(TransactionState.Empty, ErrorCode.None, 1, TransactionState.Empty)]
    [InlineData(TransactionState.Ongoing, ErrorCode.ConcurrentTransactions, 1, TransactionState.PrepareAbort)]
    [InlineData(TransactionState.PrepareCommit, ErrorCode.ConcurrentTransactions, 0, TransactionState.PrepareCommit)]
    [InlineData(TransactionState.PrepareAbort, ErrorCode.ConcurrentTransactions, 0, TransactionState.PrepareAbort)]
    [InlineData(TransactionState.CompleteCommit, ErrorCode.None, 1, TransactionState.Empty)]
    [InlineData(TransactionState.CompleteAbort, ErrorCode.None, 1, TransactionState.Empty)]
    internal void Initialising_again(TransactionState state, ErrorCode expected, short epoch, TransactionState after)
    {
        var rig = new TransactionRig();
        var before = rig.BringTo(state);

        Assert.Equal(expected, rig.Init().Error);

        Assert.Equal((after, before.ProducerId, epoch), (rig.Known.State, rig.Known.ProducerId, rig.Known.ProducerEpoch));
    }

    [Theory]
    [InlineData(TransactionState.Empty, TransactionState.Empty, 0)]
    [InlineData(TransactionState.Ongoing, TransactionState.CompleteAbort, 1)]
    [InlineData(TransactionState.PrepareCommit, TransactionState.CompleteCommit, 0)]
    [InlineData(TransactionState.PrepareAbort, TransactionState.CompleteAbort, 0)]
    [InlineData(TransactionState.CompleteCommit, TransactionState.CompleteCommit, 0)]
    [InlineData(TransactionState.CompleteAbort, TransactionState.CompleteAbort, 0)]
    internal void Time_passing_the_timeout(TransactionState state, TransactionState after, short epoch)
    {
        var rig = new TransactionRig();
        rig.BringTo(state);

        rig.Rig.Advance(TransactionRig.TimeoutMs + 2_000);

        Assert.Equal((after, epoch), (rig.Known.State, rig.Known.ProducerEpoch));
    }

    [Theory]
    [InlineData(TransactionOutcome.Commit)]
    [InlineData(TransactionOutcome.Abort)]
    internal void Everything_meets_concurrent_transactions_while_markers_are_being_written(TransactionOutcome outcome)
    {
        var rig = new TransactionRig();
        rig.BringTo(TransactionState.Ongoing);
        rig.AddOffsets();
        rig.Rig.Partitions.Unwritable.Add(TransactionRig.Orders);
        Assert.Equal(ErrorCode.None, rig.End(outcome));
        rig.WriteMarkers();

        Assert.Equal(ErrorCode.ConcurrentTransactions, rig.Add());
        Assert.Equal(ErrorCode.ConcurrentTransactions, rig.AddOffsets());
        Assert.Equal(ErrorCode.ConcurrentTransactions, rig.End(TransactionOutcome.Commit));
        Assert.Equal(ErrorCode.ConcurrentTransactions, rig.End(TransactionOutcome.Abort));
        Assert.Equal(ErrorCode.ConcurrentTransactions, rig.Init().Error);
        Assert.Equal(ErrorCode.ConcurrentTransactions, rig.SendOffset());

        rig.Rig.Partitions.Unwritable.Clear();
        rig.Rig.Advance(100);
        Assert.Equal(ErrorCode.None, rig.Add());
    }

    private static void End(TransactionOutcome outcome, TransactionState state, ErrorCode expected, TransactionState after)
    {
        var rig = new TransactionRig();
        rig.BringTo(state);

        Assert.Equal(expected, rig.End(outcome));

        Assert.Equal(after, rig.Known.State);
    }
}

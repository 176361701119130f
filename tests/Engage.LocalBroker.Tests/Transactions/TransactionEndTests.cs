using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Tests.Coordination;
using Engage.LocalBroker.Tests.Groups;
using Engage.LocalBroker.Transactions;

namespace Engage.LocalBroker.Tests.Transactions;

public sealed class TransactionEndTests
{
    private static readonly TopicPartition Payments = new("payments", 0);

    private readonly TransactionRig rig = new();

    [Fact]
    public void Every_partition_gets_its_marker_shortly_after_the_answer()
    {
        var known = rig.BringTo(TransactionState.Ongoing);
        rig.Add(partition: Payments);

        Assert.Equal(ErrorCode.None, rig.End(TransactionOutcome.Commit));
        Assert.Empty(rig.Rig.Partitions.Markers);
        rig.WriteMarkers();

        var marker = new TransactionMarker(known.ProducerId, known.ProducerEpoch, TransactionOutcome.Commit);
        Assert.Equal([(TransactionRig.Orders, marker), (Payments, marker)], rig.Rig.Partitions.Markers);
        Assert.Empty(rig.Known.Partitions);
    }

    [Fact]
    public void An_answer_after_the_markers_waits_for_them()
    {
        var patient = new TransactionRig(new MachineRig(new() { Transactions = new() { AnswerAfterMarkers = true } }));
        patient.Init();
        patient.Add();

        var end = patient.BeginEnd(TransactionOutcome.Commit);
        Assert.True(end.IsParked());
        patient.Rig.Advance(0);

        Assert.Equal(ErrorCode.None, end.Now().Error);
        Assert.Equal(TransactionState.CompleteCommit, patient.Known.State);
    }

    [Fact]
    public void An_end_that_cannot_be_stored_leaves_the_transaction_open()
    {
        rig.BringTo(TransactionState.Ongoing);
        rig.Rig.DiskIsFull = true;

        Assert.Equal(ErrorCode.CoordinatorNotAvailable, rig.End(TransactionOutcome.Commit));
        rig.WriteMarkers();

        Assert.Equal(TransactionState.Ongoing, rig.Known.State);
        Assert.Empty(rig.Rig.Partitions.Markers);
    }

    [Fact]
    public void Completing_is_tried_again_without_writing_a_marker_twice()
    {
        rig.BringTo(TransactionState.Ongoing);
        rig.Add(partition: Payments);
        rig.End(TransactionOutcome.Commit);
        rig.Rig.DiskIsFull = true;
        rig.WriteMarkers();
        Assert.Equal(TransactionState.PrepareCommit, rig.Known.State);

        rig.Rig.DiskIsFull = false;
        rig.Rig.Advance(100);

        Assert.Equal(TransactionState.CompleteCommit, rig.Known.State);
        Assert.Equal(2, rig.Rig.Partitions.Markers.Count);
    }

    [Fact]
    public void A_partition_that_cannot_be_written_delays_only_itself_and_is_tried_again()
    {
        rig.BringTo(TransactionState.Ongoing);
        rig.Add(partition: Payments);
        rig.Rig.Partitions.Unwritable.Add(Payments);
        rig.End(TransactionOutcome.Abort);
        rig.WriteMarkers();
        Assert.Equal([TransactionRig.Orders], rig.Rig.Partitions.Markers.Select(static written => written.Partition));

        rig.Rig.Partitions.Unwritable.Clear();
        rig.Rig.Advance(100);

        Assert.Equal([TransactionRig.Orders, Payments], rig.Rig.Partitions.Markers.Select(static written => written.Partition));
        Assert.Equal(TransactionState.CompleteAbort, rig.Known.State);
    }

    [Fact]
    public void A_topic_deleted_meanwhile_is_skipped()
    {
        rig.BringTo(TransactionState.Ongoing);
        rig.Add(partition: Payments);
        rig.End(TransactionOutcome.Commit);
        rig.Rig.Partitions.Existing.Remove(TransactionRig.Orders);

        rig.WriteMarkers();

        Assert.Equal([Payments], rig.Rig.Partitions.Markers.Select(static written => written.Partition));
        Assert.Equal(TransactionState.CompleteCommit, rig.Known.State);
    }

    [Fact]
    public void A_second_instance_aborts_the_first_under_a_new_epoch_and_then_gets_the_one_after_it()
    {
        rig.BringTo(TransactionState.Ongoing);

        Assert.Equal(ErrorCode.ConcurrentTransactions, rig.Init().Error);
        rig.WriteMarkers();
        var second = rig.Init();

        Assert.Equal((TransactionOutcome.Abort, 1), (rig.Rig.Partitions.Markers[0].Marker.Outcome, rig.Rig.Partitions.Markers[0].Marker.ProducerEpoch));
        Assert.Equal(2, second.ProducerEpoch);
        Assert.Equal(ErrorCode.ProducerFenced, rig.Add(epoch: 0));
        Assert.Equal(ErrorCode.ProducerFenced, rig.End(TransactionOutcome.Commit, epoch: 0));
        Assert.Equal(ErrorCode.InvalidProducerEpoch, rig.SendOffset(epoch: 0));
    }

    [Fact]
    public void A_bump_that_could_not_be_stored_is_not_made_twice()
    {
        rig.BringTo(TransactionState.Ongoing);
        rig.Rig.DiskIsFull = true;
        Assert.Equal(ErrorCode.CoordinatorNotAvailable, rig.Init().Error);
        rig.Rig.DiskIsFull = false;

        Assert.Equal(ErrorCode.ConcurrentTransactions, rig.Init().Error);

        Assert.Equal(1, rig.Known.ProducerEpoch);
    }

    [Fact]
    public void The_timeout_counts_from_the_first_addition_and_aborts_as_fencing_does()
    {
        rig.BringTo(TransactionState.Empty);
        rig.Rig.Advance(2 * TransactionRig.TimeoutMs);
        rig.Add();

        rig.Rig.Advance(TransactionRig.TimeoutMs - 1_000);
        Assert.Equal(ErrorCode.None, rig.Add(partition: Payments));
        rig.Rig.Advance(3_000);

        Assert.Equal((TransactionState.CompleteAbort, 1), (rig.Known.State, rig.Known.ProducerEpoch));
        Assert.All(rig.Rig.Partitions.Markers, static written => Assert.Equal(1, written.Marker.ProducerEpoch));
        Assert.Equal(ErrorCode.ProducerFenced, rig.End(TransactionOutcome.Commit, epoch: 0));
    }

    [Fact]
    public void Offsets_are_pending_until_the_transaction_commits()
    {
        rig.BringTo(TransactionState.Ongoing);
        rig.AddOffsets();
        rig.SendOffset(offset: 9);
        var group = new GroupRig(rig.Rig);

        Assert.Equal((-1, ErrorCode.None), Seen(group.Fetch()));
        Assert.Equal((-1, ErrorCode.UnstableOffsetCommit), Seen(group.Fetch(stable: true)));
        Assert.Equal((-1, ErrorCode.None), Seen(group.Fetch(partition: 1, stable: true)));
        rig.End(TransactionOutcome.Commit);
        Assert.Equal((-1, ErrorCode.UnstableOffsetCommit), Seen(group.Fetch(stable: true)));
        rig.WriteMarkers();

        Assert.Equal((9, ErrorCode.None), Seen(group.Fetch(stable: true)));
    }

    [Theory]
    [InlineData("abort")]
    [InlineData("fence")]
    [InlineData("timeout")]
    public void Offsets_of_a_transaction_that_does_not_commit_vanish(string how)
    {
        rig.BringTo(TransactionState.Ongoing);
        rig.AddOffsets();
        rig.SendOffset(offset: 9);

        if (how == "abort") rig.End(TransactionOutcome.Abort);
        else if (how == "fence") rig.Init();
        else rig.Rig.Advance(TransactionRig.TimeoutMs + 2_000);
        rig.WriteMarkers();

        Assert.Equal((-1, ErrorCode.None), Seen(new GroupRig(rig.Rig).Fetch(stable: true)));
    }

    [Fact]
    public void A_reader_of_all_partitions_that_insists_on_stable_offsets_learns_of_pending_ones()
    {
        rig.BringTo(TransactionState.Ongoing);
        rig.AddOffsets();
        rig.SendOffset();

        Assert.Equal([ErrorCode.UnstableOffsetCommit], FetchAll(stable: true));
        Assert.Empty(FetchAll(stable: false));

        IEnumerable<ErrorCode> FetchAll(bool stable) => rig.Rig.AskNow<OffsetFetchResponse>(
            static error => new([], error),
            (reply, turn) => rig.Rig.Machines.Fetches.Fetch(new(TransactionRig.GroupId, null, stable), reply, turn))
            .Topics.SelectMany(static topic => topic.Partitions).Select(static partition => partition.Error);
    }

    [Fact]
    public void Of_a_plain_and_a_transactional_offset_the_one_written_later_wins()
    {
        var group = new GroupRig(rig.Rig);
        rig.BringTo(TransactionState.Ongoing);
        rig.AddOffsets();
        rig.SendOffset(offset: 9);
        rig.SendOffset(offset: 90, partition: new("orders", 1));
        Assert.Equal(ErrorCode.None, group.Commit(offset: 20)); // Pending offsets block nobody.
        rig.SendOffset(offset: 91, partition: new("orders", 1));
        rig.End(TransactionOutcome.Commit);
        rig.WriteMarkers();

        Assert.Equal(20, group.Fetch().Offset);
        Assert.Equal(91, group.Fetch(partition: 1).Offset);
    }

    [Fact]
    public void A_group_with_pending_offsets_neither_expires_nor_can_be_deleted()
    {
        rig.BringTo(TransactionState.Ongoing);
        rig.AddOffsets();
        rig.SendOffset();

        var deleted = rig.Rig.AskNow<DeleteGroupsResponse>(static _ => new([]), (reply, turn) =>
            rig.Rig.Machines.Administration.Delete(new([TransactionRig.GroupId]), reply, turn));

        Assert.Equal(ErrorCode.NonEmptyGroup, deleted.Groups[0].Error);
    }

    [Fact]
    public void An_idle_transactional_id_is_forgotten_after_its_retention_but_an_open_one_never()
    {
        var forgetful = new TransactionRig(new MachineRig(new() { Transactions = new() { IdRetention = TimeSpan.FromMinutes(10) } }));
        forgetful.Init(timeoutMs: 900_000);
        forgetful.Add();
        forgetful.Rig.Advance(14 * 60_000);
        Assert.Equal(TransactionState.Ongoing, forgetful.Known.State);

        forgetful.End(TransactionOutcome.Commit);
        forgetful.Rig.Advance(12 * 60_000);

        Assert.False(forgetful.Rig.State.Transactions.TryGet(TransactionRig.Id, out _));
    }

    private static (long Offset, ErrorCode Error) Seen(FetchedOffset fetched) => (fetched.Offset, fetched.Error);
}

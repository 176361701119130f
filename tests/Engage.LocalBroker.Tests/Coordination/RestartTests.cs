using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Tests.Groups;
using Engage.LocalBroker.Tests.Transactions;
using Engage.LocalBroker.Transactions;

namespace Engage.LocalBroker.Tests.Coordination;

/// <summary>What a new process makes of the records of the old one, read from the journal or from a snapshot.</summary>
public sealed class RestartTests
{
    public static TheoryData<string> Sources => ["journal", "snapshot"];

    [Theory, MemberData(nameof(Sources))]
    public void A_stable_group_goes_on_without_a_rebalance_and_with_fresh_sessions(string source)
    {
        var before = new GroupRig();
        var members = before.Form(2);
        before.Commit(members[0], 1, offset: 33);
        before.Rig.Advance(GroupRig.SessionMs - 1);

        var after = new GroupRig(Restart(before.Rig, source));
        after.Rig.Advance(GroupRig.SessionMs - 1);

        Assert.Equal(ErrorCode.None, after.Heartbeat(members[0], 1));
        Assert.Equal(ErrorCode.None, after.Heartbeat(members[1], 1));
        Assert.Equal([1], after.Sync(members[1], 1).Now().Assignment);
        Assert.Equal(1, after.Join(members[1]).Now().Generation);
        Assert.Equal(33, after.Fetch().Offset);
        after.Rig.Advance(GroupRig.SessionMs);
        Assert.Equal(GroupState.Empty, after.Group.State);
    }

    [Theory, MemberData(nameof(Sources))]
    public void A_group_caught_in_a_rebalance_resumes_its_last_finished_generation(string source)
    {
        var before = new GroupRig();
        var member = before.BringTo(GroupState.CompletingRebalance);
        Assert.Equal(2, before.Group.Generation);

        var after = new GroupRig(Restart(before.Rig, source));

        Assert.Equal((GroupState.Stable, 1), (after.Group.State, after.Group.Generation));
        Assert.Equal(ErrorCode.IllegalGeneration, after.Heartbeat(member, 2));
        Assert.Equal(2, after.Join(member).Now().Generation);
    }

    [Theory, MemberData(nameof(Sources))]
    public void An_empty_group_keeps_its_generation_and_its_time(string source)
    {
        var before = new GroupRig();
        before.Leave(before.Form()[0]);

        var after = new GroupRig(Restart(before.Rig, source));

        Assert.Equal((GroupState.Empty, 2, before.Group.SinceMs), (after.Group.State, after.Group.Generation, after.Group.SinceMs));
    }

    [Theory, MemberData(nameof(Sources))]
    public void An_open_transaction_stays_open_and_its_timeout_counts_from_its_start(string source)
    {
        var before = new TransactionRig();
        var known = before.BringTo(TransactionState.Ongoing);
        before.Rig.Advance(TransactionRig.TimeoutMs - 5_000);

        var after = new TransactionRig(Restart(before.Rig, source));
        Assert.Equal(TransactionState.Ongoing, after.Known.State);
        Assert.Equal((TransactionRig.Orders, known.ProducerId, known.ProducerEpoch), after.Rig.Partitions.Registrations[^1]);
        after.Rig.Advance(8_000);

        Assert.Equal(TransactionState.CompleteAbort, after.Known.State);
    }

    [Theory]
    [InlineData("journal", TransactionOutcome.Commit)]
    [InlineData("journal", TransactionOutcome.Abort)]
    [InlineData("snapshot", TransactionOutcome.Commit)]
    [InlineData("snapshot", TransactionOutcome.Abort)]
    internal void A_prepared_transaction_is_finished_before_anything_else(string source, TransactionOutcome outcome)
    {
        var before = new TransactionRig();
        before.BringTo(TransactionState.Ongoing);
        before.AddOffsets();
        before.SendOffset(offset: 9);
        before.End(outcome);

        var after = new TransactionRig(Restart(before.Rig, source));

        var marker = Assert.Single(after.Rig.Partitions.Markers).Marker;
        Assert.Equal((outcome, true), (marker.Outcome, marker.OnlyIfOpen));
        Assert.Equal(outcome == TransactionOutcome.Commit ? 9 : -1, new GroupRig(after.Rig).Fetch(stable: true).Offset);
        Assert.Equal(ErrorCode.None, after.Add());
    }

    [Theory, MemberData(nameof(Sources))]
    public void Pending_offsets_survive_and_so_does_the_order_of_writes(string source)
    {
        var before = new TransactionRig();
        before.BringTo(TransactionState.Ongoing);
        before.AddOffsets();
        before.SendOffset(offset: 9);
        before.SendOffset(offset: 10, partition: new("orders", 1));
        new GroupRig(before.Rig).Commit(offset: 20);

        var after = new TransactionRig(Restart(before.Rig, source));
        var group = new GroupRig(after.Rig);
        Assert.Equal(ErrorCode.UnstableOffsetCommit, group.Fetch(stable: true).Error);
        after.End(TransactionOutcome.Commit);
        after.WriteMarkers();

        Assert.Equal(20, group.Fetch(stable: true).Offset);
        Assert.Equal(10, group.Fetch(partition: 1, stable: true).Offset);
    }

    [Theory, MemberData(nameof(Sources))]
    public void The_last_epoch_survives_so_that_a_lost_answer_can_still_be_repeated(string source)
    {
        var before = new TransactionRig();
        var first = before.Init();
        var bumped = before.Init(producerId: first.ProducerId, epoch: 0);

        Assert.Equal(bumped, new TransactionRig(Restart(before.Rig, source)).Init(producerId: first.ProducerId, epoch: 0));
    }

    [Fact]
    public void Data_of_a_transaction_nobody_remembers_is_aborted_loudly()
    {
        var before = new MachineRig();
        before.Partitions.Open.Add(new OpenTransaction(TransactionRig.Orders, 4711, 3, 100));

        var after = before.Restart();

        var expected = new TransactionMarker(4711, 3, TransactionOutcome.Abort);
        Assert.Equal([(TransactionRig.Orders, expected)], after.Partitions.Markers);
        Assert.Contains("open transaction of producer 4711", Assert.Single(after.Log), StringComparison.Ordinal);
    }

    private static MachineRig Restart(MachineRig rig, string source) => source == "journal" ? rig.Restart() : rig.RestartFromSnapshot();
}

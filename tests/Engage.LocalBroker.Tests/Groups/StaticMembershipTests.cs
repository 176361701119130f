using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Tests.Coordination;

namespace Engage.LocalBroker.Tests.Groups;

public sealed class StaticMembershipTests
{
    [Fact]
    public void A_static_member_enters_without_asking_for_an_id_first()
    {
        var rig = new GroupRig();

        var join = rig.Join(instance: "i1");
        rig.Rig.Advance(GroupRig.InitialDelayMs);

        Assert.StartsWith("i1-", join.Now().MemberId, StringComparison.Ordinal);
    }

    [Fact]
    public void Coming_back_to_a_stable_group_causes_no_rebalance_and_names_the_old_leader()
    {
        var rig = new GroupRig();
        var (before, follower) = FormStatic(rig);

        var after = rig.Join(instance: "i1").Now();

        Assert.Equal((ErrorCode.None, 1, "range"), (after.Error, after.Generation, after.ProtocolName));
        Assert.NotEqual(before, after.MemberId);
        Assert.Equal(before, after.LeaderId);
        Assert.Empty(after.Members);
        Assert.Equal(ErrorCode.None, rig.Heartbeat(follower, 1, "i2"));
        Assert.Equal([1], rig.Sync(after.MemberId, 1, instance: "i1").Now().Assignment);
    }

    [Fact]
    public void The_replaced_id_is_fenced_wherever_it_shows_up()
    {
        var rig = new GroupRig();
        var (before, _) = FormStatic(rig);
        _ = rig.Join(instance: "i1");

        Assert.Equal(ErrorCode.FencedInstanceId, rig.Heartbeat(before, 1, "i1"));
        Assert.Equal(ErrorCode.FencedInstanceId, rig.Sync(before, 1, instance: "i1").Now().Error);
        Assert.Equal(ErrorCode.FencedInstanceId, rig.Commit(before, 1, "i1"));
        Assert.Equal(ErrorCode.FencedInstanceId, rig.Join(before, "i1").Now().Error);
        Assert.Equal([ErrorCode.FencedInstanceId], rig.Leave(new LeavingMember(before, "i1")));
    }

    [Fact]
    public void An_instance_nobody_holds_makes_a_member_unknown()
    {
        var rig = new GroupRig();
        var member = rig.Form()[0];

        Assert.Equal(ErrorCode.UnknownMemberId, rig.Join(member, "i9").Now().Error);
        Assert.Equal(ErrorCode.UnknownMemberId, rig.Heartbeat(member, 1, "i9"));
    }

    [Fact]
    public void Coming_back_with_another_choice_of_protocol_causes_a_rebalance()
    {
        var rig = new GroupRig();
        var join = rig.Join(instance: "i1", offers: GroupRig.Offers("range", "roundrobin"));
        rig.Rig.Advance(GroupRig.InitialDelayMs);
        rig.SyncAll([(join.Now().MemberId, join)]);

        var again = rig.Join(instance: "i1", offers: GroupRig.Offers("roundrobin", "range"));

        Assert.Equal((2, "roundrobin"), (again.Now().Generation, again.Now().ProtocolName));
    }

    [Fact]
    public void Coming_back_while_assignments_are_awaited_restarts_the_rebalance()
    {
        var rig = new GroupRig();
        var (first, second) = (rig.Join(instance: "i1"), rig.Join(instance: "i2"));
        rig.Rig.Advance(2 * GroupRig.InitialDelayMs);
        var sync = rig.Sync(second.Now().MemberId, 1, instance: "i2");
        Assert.Equal(ErrorCode.None, first.Now().Error);

        Assert.True(rig.Join(instance: "i1").IsParked());

        Assert.Equal(ErrorCode.RebalanceInProgress, sync.Now().Error);
        Assert.Equal(GroupState.PreparingRebalance, rig.Group.State);
    }

    [Fact]
    public void Coming_back_during_a_rebalance_fences_the_parked_predecessor_and_waits()
    {
        var rig = new GroupRig();
        var (first, second) = FormStatic(rig);
        var parked = rig.Join(first, "i1");
        Assert.True(parked.IsParked());

        var successor = rig.Join(instance: "i1");

        Assert.Equal(ErrorCode.FencedInstanceId, parked.Now().Error);
        Assert.True(successor.IsParked());
        var other = rig.Join(second, "i2");
        Assert.Equal(2, successor.Now().Generation);
        Assert.Equal(2, other.Now().Generation);
    }

    [Fact]
    public void A_static_member_that_does_not_rejoin_keeps_its_place_until_it_fails_to_sync()
    {
        var rig = new GroupRig();
        var (leader, absent) = FormStatic(rig);
        var rejoin = rig.Join(leader, "i1", rebalanceMs: 5_000);

        for (var waited = 0; waited < GroupRig.RebalanceMs; waited += 5_000)
        {
            rig.Rig.Advance(5_000);
            rig.Heartbeat(absent, 1, "i2");
        }

        Assert.Equal([leader, absent], rejoin.Now().Members.Select(static member => member.MemberId));
    }

    [Fact]
    public void Without_anybody_rejoining_a_static_group_waits_until_the_sessions_end()
    {
        var rig = new GroupRig();
        var (leader, follower) = FormStatic(rig);
        _ = rig.Join(leader, "i1", sessionMs: 60_000);
        Assert.Equal([ErrorCode.None], rig.Leave(new LeavingMember(leader, "i1")));

        for (var waited = 0; waited < GroupRig.RebalanceMs; waited += 5_000)
        {
            rig.Rig.Advance(5_000);
            Assert.Equal(ErrorCode.RebalanceInProgress, rig.Heartbeat(follower, 1, "i2"));
        }

        Assert.Equal(GroupState.PreparingRebalance, rig.Group.State);
        rig.Rig.Advance(GroupRig.SessionMs);
        Assert.Equal(GroupState.Empty, rig.Group.State);
    }

    [Fact]
    public void An_administrator_removes_a_static_member_by_its_instance_alone()
    {
        var rig = new GroupRig();
        var (leader, _) = FormStatic(rig);

        Assert.Equal(
            [ErrorCode.None, ErrorCode.UnknownMemberId],
            rig.Leave(new LeavingMember("", "i2"), new LeavingMember("", "i9")));
        Assert.Equal(ErrorCode.RebalanceInProgress, rig.Heartbeat(leader, 1, "i1"));
    }

    /// <summary>Instances i1 (leader, assignment 1) and i2 (assignment 2) in generation 1.</summary>
    private static (string First, string Second) FormStatic(GroupRig rig)
    {
        var (first, second) = (rig.Join(instance: "i1"), rig.Join(instance: "i2"));
        rig.Rig.Advance(2 * GroupRig.InitialDelayMs);
        var (one, two) = (first.Now().MemberId, second.Now().MemberId);
        var follower = rig.Sync(two, 1, instance: "i2");
        Assert.Equal(ErrorCode.None, rig.Sync(one, 1, new() { [one] = [1], [two] = [2] }, "i1").Now().Error);
        Assert.Equal([2], follower.Now().Assignment);
        return (one, two);
    }
}

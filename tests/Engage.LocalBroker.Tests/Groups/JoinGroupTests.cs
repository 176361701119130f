using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Tests.Coordination;

namespace Engage.LocalBroker.Tests.Groups;

public sealed class JoinGroupTests
{
    [Fact]
    public void An_empty_group_id_is_invalid() => Assert.Equal(ErrorCode.InvalidGroupId, new GroupRig().Join(groupId: "").Now().Error);

    [Theory]
    [InlineData(99)]
    [InlineData((30 * 60 * 1000) + 1)]
    public void A_session_timeout_outside_the_limits_is_refused(int sessionMs) =>
        Assert.Equal(ErrorCode.InvalidSessionTimeout, new GroupRig().Join(sessionMs: sessionMs).Now().Error);

    [Theory]
    [InlineData(100)]
    [InlineData(30 * 60 * 1000)]
    public void A_session_timeout_at_a_limit_is_accepted(int sessionMs) =>
        Assert.Equal(ErrorCode.MemberIdRequired, new GroupRig().Join(sessionMs: sessionMs).Now().Error);

    [Fact]
    public void Another_protocol_type_or_no_common_protocol_is_inconsistent()
    {
        var rig = new GroupRig();
        rig.Form();

        Assert.Equal(ErrorCode.InconsistentGroupProtocol, rig.Join(type: "connect").Now().Error);
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, rig.Join(offers: GroupRig.Offers("roundrobin")).Now().Error);
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, rig.Join(offers: []).Now().Error);
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, rig.Join(type: "").Now().Error);
    }

    [Fact]
    public void A_dynamic_member_is_first_told_its_id()
    {
        var rig = new GroupRig();

        var answer = rig.Join().Now();

        Assert.Equal(ErrorCode.MemberIdRequired, answer.Error);
        Assert.StartsWith("app-", answer.MemberId, StringComparison.Ordinal);
        Assert.Equal(-1, answer.Generation);
        Assert.Equal("", answer.ProtocolName);
        Assert.True(rig.Join(answer.MemberId).IsParked());
    }

    [Fact]
    public void An_id_not_used_within_the_session_timeout_is_forgotten()
    {
        var rig = new GroupRig();
        var used = rig.TakeMemberId();
        var late = rig.TakeMemberId();

        rig.Rig.Advance(GroupRig.SessionMs - 1);
        Assert.True(rig.Join(used).IsParked());
        rig.Rig.Advance(1);

        Assert.Equal(ErrorCode.UnknownMemberId, rig.Join(late).Now().Error);
    }

    [Fact]
    public void A_rebalance_waits_for_ids_handed_out_until_they_expire()
    {
        var rig = new GroupRig();
        var member = rig.Form()[0];
        _ = rig.TakeMemberId();

        var rejoin = rig.Join(member);
        Assert.True(rejoin.IsParked());
        rig.Rig.Advance(GroupRig.SessionMs);

        Assert.Equal(2, rejoin.Now().Generation);
    }

    [Fact]
    public void The_first_rebalance_waits_for_its_delay_and_again_while_members_arrive()
    {
        var rig = new GroupRig();
        var first = rig.Enter();
        rig.Rig.Advance(99);
        var second = rig.Enter();
        rig.Rig.Advance(1);
        Assert.True(first.Join.IsParked());

        rig.Rig.Advance(99);
        Assert.True(first.Join.IsParked());
        rig.Rig.Advance(1);

        Assert.Equal(1, first.Join.Now().Generation);
        Assert.Equal(1, second.Join.Now().Generation);
    }

    [Fact]
    public void The_first_rebalance_never_waits_longer_than_the_rebalance_timeout()
    {
        var rig = new GroupRig();
        var id = rig.TakeMemberId();
        var first = rig.Join(id, rebalanceMs: 250);
        for (var arrived = 0; arrived < 2; arrived++)
        {
            rig.Rig.Advance(99);
            Assert.True(rig.Join(rig.TakeMemberId(), rebalanceMs: 250).IsParked());
            rig.Rig.Advance(1);
        }

        Assert.True(first.IsParked());
        rig.Rig.Advance(50);

        Assert.Equal(ErrorCode.None, first.Now().Error);
    }

    [Fact]
    public void Without_initial_delay_the_first_member_owns_everything_at_once()
    {
        var rig = new GroupRig(new MachineRig(new() { Groups = new() { InitialRebalanceDelay = TimeSpan.Zero } }));

        var member = rig.Enter();
        rig.Rig.Advance(0);

        Assert.Equal(member.MemberId, member.Join.Now().LeaderId);
    }

    [Fact]
    public void Only_the_leader_learns_who_the_members_are()
    {
        var rig = new GroupRig();
        var (first, second) = (rig.Enter(), rig.Enter());
        rig.Rig.Advance(2 * GroupRig.InitialDelayMs);

        Assert.Equal(first.MemberId, second.Join.Now().LeaderId);
        Assert.Equal([first.MemberId, second.MemberId], first.Join.Now().Members.Select(static member => member.MemberId));
        Assert.Empty(second.Join.Now().Members);
    }

    [Fact]
    public void In_a_stable_group_a_follower_with_nothing_new_is_answered_at_once()
    {
        var rig = new GroupRig();
        var members = rig.Form(2);

        var answer = rig.Join(members[1]).Now();

        Assert.Equal((ErrorCode.None, 1, GroupState.Stable), (answer.Error, answer.Generation, rig.Group.State));
    }

    [Fact]
    public void In_a_stable_group_the_leader_starts_a_rebalance_with_nothing_new()
    {
        var rig = new GroupRig();
        var members = rig.Form(2);

        Assert.True(rig.Join(members[0]).IsParked());
        Assert.Equal(ErrorCode.RebalanceInProgress, rig.Heartbeat(members[1], 1));
    }

    [Fact]
    public void In_a_stable_group_a_follower_with_new_metadata_starts_a_rebalance()
    {
        var rig = new GroupRig();
        var members = rig.Form(2);

        Assert.True(rig.Join(members[1], offers: [new("range", [1])]).IsParked());
        Assert.Equal(GroupState.PreparingRebalance, rig.Group.State);
    }

    [Fact]
    public void While_assignments_are_awaited_an_unchanged_member_is_told_the_same_generation_again()
    {
        var rig = new GroupRig();
        var (leader, follower) = (rig.Enter(), rig.Enter());
        rig.Rig.Advance(2 * GroupRig.InitialDelayMs);

        Assert.Equal(1, rig.Join(follower.MemberId).Now().Generation);
        Assert.Equal(2, rig.Join(leader.MemberId).Now().Members.Count);
        Assert.Equal(GroupState.CompletingRebalance, rig.Group.State);
    }

    [Fact]
    public void While_assignments_are_awaited_a_changed_member_restarts_the_rebalance_and_parked_syncs_are_told()
    {
        var rig = new GroupRig();
        var (_, follower, changed) = (rig.Enter(), rig.Enter(), rig.Enter());
        rig.Rig.Advance(2 * GroupRig.InitialDelayMs);
        var sync = rig.Sync(follower.MemberId, 1);
        Assert.True(sync.IsParked());

        Assert.True(rig.Join(changed.MemberId, offers: [new("range", [1])]).IsParked());

        Assert.Equal(ErrorCode.RebalanceInProgress, sync.Now().Error);
        Assert.Equal(GroupState.PreparingRebalance, rig.Group.State);
    }

    [Fact]
    public void The_parked_join_of_a_newcomer_is_given_up_after_five_minutes()
    {
        var rig = new GroupRig();
        var member = rig.BringTo(GroupState.Stable);
        // The member stays alive but never rejoins, and the rebalance timeout is longer than the newcomer's patience.
        _ = rig.Join(member, offers: [new("range", [9])], rebalanceMs: 3_600_000).Now();
        Assert.Equal(ErrorCode.None, rig.Sync(member, 2).Now().Error);
        var newcomer = rig.Enter();

        for (var elapsed = 0; elapsed < 5 * 60_000; elapsed += 5_000)
        {
            Assert.True(newcomer.Join.IsParked());
            rig.Rig.Advance(5_000);
            rig.Heartbeat(member, 2);
        }

        Assert.Equal(ErrorCode.UnknownMemberId, newcomer.Join.Now().Error);
    }

    [Fact]
    public void A_join_asked_again_by_a_client_that_lost_its_connection_replaces_the_parked_one()
    {
        var rig = new GroupRig();
        var member = rig.Enter();

        var again = rig.Join(member.MemberId);
        rig.Rig.Advance(GroupRig.InitialDelayMs);

        Assert.Equal(ErrorCode.RebalanceInProgress, member.Join.Now().Error);
        Assert.Equal(ErrorCode.None, again.Now().Error);
        Assert.Single(rig.Group.Members);
    }
}

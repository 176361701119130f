using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Tests.Coordination;

namespace Engage.LocalBroker.Tests.Groups;

public sealed class RebalanceTests
{
    [Fact]
    public void Dynamic_members_that_do_not_rejoin_in_time_are_dropped_and_the_first_that_did_leads()
    {
        var rig = new GroupRig();
        var members = rig.Form(3);
        var (second, third) = (rig.Join(members[1], offers: [new("range", [1])]), rig.Join(members[2]));

        for (var waited = 0; waited < GroupRig.RebalanceMs; waited += 5_000)
        {
            rig.Rig.Advance(5_000);
            rig.Heartbeat(members[0], 1);
        }

        Assert.Equal((2, members[1]), (second.Now().Generation, second.Now().LeaderId));
        Assert.Equal([members[1], members[2]], second.Now().Members.Select(static member => member.MemberId));
        Assert.Equal(members[1], third.Now().LeaderId);
        Assert.Equal(ErrorCode.UnknownMemberId, rig.Heartbeat(members[0], 1));
    }

    [Fact]
    public void The_leader_stays_when_it_rejoins()
    {
        var rig = new GroupRig();
        var members = rig.Form(2);
        var follower = rig.Join(members[1], offers: [new("range", [1])]);

        var leader = rig.Join(members[0]);

        Assert.Equal(members[0], leader.Now().LeaderId);
        Assert.Equal(members[0], follower.Now().LeaderId);
    }

    [Fact]
    public void The_protocol_most_members_prefer_among_the_common_ones_is_chosen()
    {
        var rig = new GroupRig();
        var joins = new[]
        {
            rig.Enter(GroupRig.Offers("range", "sticky")),
            rig.Enter(GroupRig.Offers("only-mine", "sticky", "range")),
            rig.Enter(GroupRig.Offers("sticky", "range")),
        };
        rig.Rig.Advance(2 * GroupRig.InitialDelayMs);

        Assert.All(joins, static join => Assert.Equal("sticky", join.Join.Now().ProtocolName));
    }

    [Fact]
    public void A_member_that_does_not_sync_within_the_rebalance_timeout_is_removed()
    {
        var rig = new GroupRig();
        var (leader, silent) = (rig.Enter(), rig.Enter());
        rig.Rig.Advance(2 * GroupRig.InitialDelayMs);
        Assert.Equal(ErrorCode.None, rig.Sync(leader.MemberId, 1).Now().Error);

        for (var waited = 0; waited < GroupRig.RebalanceMs; waited += 5_000)
        {
            Assert.Equal(ErrorCode.None, rig.Heartbeat(silent.MemberId, 1));
            Assert.Equal(ErrorCode.None, rig.Heartbeat(leader.MemberId, 1));
            rig.Rig.Advance(5_000);
        }

        Assert.Equal(ErrorCode.UnknownMemberId, rig.Heartbeat(silent.MemberId, 1));
        Assert.Equal(ErrorCode.RebalanceInProgress, rig.Heartbeat(leader.MemberId, 1));
    }

    [Fact]
    public void The_leaders_sync_answers_everybody_and_missing_assignments_are_empty()
    {
        var rig = new GroupRig();
        var (leader, second, third) = (rig.Enter(), rig.Enter(), rig.Enter());
        rig.Rig.Advance(2 * GroupRig.InitialDelayMs);
        var (parkedSecond, parkedThird) = (rig.Sync(second.MemberId, 1), rig.Sync(third.MemberId, 1));
        Assert.True(parkedSecond.IsParked());

        Assert.Equal([5], rig.Sync(leader.MemberId, 1, new() { [leader.MemberId] = [5], [second.MemberId] = [6] }).Now().Assignment);

        Assert.Equal([6], parkedSecond.Now().Assignment);
        Assert.Empty(parkedThird.Now().Assignment);
        Assert.Equal(GroupState.Stable, rig.Group.State);
    }

    [Fact]
    public void A_generation_is_recorded_with_what_a_restart_needs_before_it_is_handed_out()
    {
        var rig = new GroupRig();
        var members = rig.Form(2);

        var recorded = Assert.IsType<GroupGeneration>(rig.Rig.Records[^1]);

        Assert.Equal((1, "consumer", "range", members[0]), (recorded.Generation, recorded.ProtocolType, recorded.ProtocolName, recorded.LeaderId));
        Assert.Equal(members, recorded.Members.Select(static member => member.MemberId));
        Assert.Equal([1], recorded.Members[1].Assignment);
    }

    [Fact]
    public void When_the_last_member_leaves_the_group_is_empty_in_a_generation_of_its_own()
    {
        var rig = new GroupRig();
        var member = rig.Form()[0];

        Assert.Equal(ErrorCode.None, rig.Leave(member));

        Assert.Equal((GroupState.Empty, 2), (rig.Group.State, rig.Group.Generation));
        Assert.Empty(Assert.IsType<GroupGeneration>(rig.Rig.Records[^1]).Members);
    }

    [Fact]
    public void A_silent_member_is_removed_when_its_session_ends()
    {
        var rig = new GroupRig();
        var members = rig.Form(2);
        rig.Rig.Advance(GroupRig.SessionMs - 1);
        Assert.Equal(ErrorCode.None, rig.Heartbeat(members[0], 1));

        rig.Rig.Advance(1);

        Assert.Equal(ErrorCode.RebalanceInProgress, rig.Heartbeat(members[0], 1));
        Assert.Equal(ErrorCode.UnknownMemberId, rig.Heartbeat(members[1], 1));
    }

    [Theory]
    [InlineData("heartbeat")]
    [InlineData("commit")]
    [InlineData("sync")]
    [InlineData("join")]
    public void Every_sign_of_life_starts_the_session_again(string sign)
    {
        var rig = new GroupRig();
        var members = rig.Form(2);
        rig.Rig.Advance(GroupRig.SessionMs - 1);
        Assert.Equal(ErrorCode.None, rig.Heartbeat(members[0], 1));

        var error = sign switch
        {
            "heartbeat" => rig.Heartbeat(members[1], 1),
            "commit" => rig.Commit(members[1], 1),
            "sync" => rig.Sync(members[1], 1).Now().Error,
            _ => rig.Join(members[1]).Now().Error,
        };
        rig.Rig.Advance(GroupRig.SessionMs - 1);

        Assert.Equal(ErrorCode.None, error);
        Assert.Equal(ErrorCode.None, rig.Heartbeat(members[1], 1));
    }

    [Fact]
    public void No_session_ends_while_a_request_is_parked()
    {
        var rig = new GroupRig();
        var members = rig.Form(2);
        var parked = rig.Join(members[0]);

        for (var waited = 0; waited < 25_000; waited += 5_000)
        {
            rig.Rig.Advance(5_000);
            Assert.Equal(ErrorCode.RebalanceInProgress, rig.Heartbeat(members[1], 1));
        }

        Assert.True(parked.IsParked());
    }

    [Fact]
    public void A_member_that_leaves_while_others_wait_for_it_lets_them_go_on()
    {
        var rig = new GroupRig();
        var members = rig.Form(2);
        var waiting = rig.Join(members[0]);

        Assert.Equal(ErrorCode.None, rig.Leave(members[1]));

        Assert.Equal(2, waiting.Now().Generation);
        Assert.Single(waiting.Now().Members);
    }

    [Fact]
    public void A_member_removed_with_a_parked_request_is_told()
    {
        var rig = new GroupRig();
        var members = rig.Form(2);
        var parked = rig.Join(members[0]);

        Assert.Equal(ErrorCode.None, rig.Leave(members[0]));

        Assert.Equal(ErrorCode.UnknownMemberId, parked.Now().Error);
    }

    [Fact]
    public void Each_leaving_member_is_answered_for_itself()
    {
        var rig = new GroupRig();
        var members = rig.Form(2);
        var unused = rig.TakeMemberId();

        Assert.Equal(
            [ErrorCode.None, ErrorCode.UnknownMemberId, ErrorCode.None],
            rig.Leave(new LeavingMember(members[1], null), new LeavingMember("stranger", null), new LeavingMember(unused, null)));
    }

    [Fact]
    public void Giving_back_an_unused_id_disturbs_nobody()
    {
        var rig = new GroupRig();
        var member = rig.Form()[0];

        Assert.Equal(ErrorCode.None, rig.Leave(rig.TakeMemberId()));

        Assert.Equal(ErrorCode.None, rig.Heartbeat(member, 1));
        Assert.Equal(GroupState.Stable, rig.Group.State);
    }

    [Fact]
    public void A_generation_that_cannot_be_stored_is_not_handed_out_and_is_stored_with_the_next_request()
    {
        var rig = new GroupRig();
        var member = rig.Enter();
        rig.Rig.Advance(GroupRig.InitialDelayMs);
        Assert.Equal(ErrorCode.None, member.Join.Now().Error);

        rig.Rig.DiskIsFull = true;
        Assert.Equal(ErrorCode.CoordinatorNotAvailable, rig.Sync(member.MemberId, 1).Now().Error);
        rig.Rig.DiskIsFull = false;

        Assert.Equal(ErrorCode.None, rig.Sync(member.MemberId, 1).Now().Error);
        Assert.Equal(1, Assert.IsType<GroupGeneration>(rig.Rig.Records[^1]).Generation);
    }
}

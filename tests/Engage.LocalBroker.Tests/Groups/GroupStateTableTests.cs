using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Tests.Coordination;

namespace Engage.LocalBroker.Tests.Groups;

/// <summary>Each state of a group against each request of a member that belongs to its current generation.</summary>
public sealed class GroupStateTableTests
{
    private const short Parked = short.MinValue;

    [Theory]
    [InlineData(nameof(GroupState.Empty), ErrorCode.UnknownMemberId)]
    [InlineData(nameof(GroupState.PreparingRebalance), ErrorCode.RebalanceInProgress)]
    [InlineData(nameof(GroupState.CompletingRebalance), ErrorCode.None)]
    [InlineData(nameof(GroupState.Stable), ErrorCode.None)]
    public void Heartbeat(string state, ErrorCode expected)
    {
        var rig = new GroupRig();
        var member = rig.BringTo(Enum.Parse<GroupState>(state));

        Assert.Equal(expected, rig.Heartbeat(member, rig.Group.Generation));
    }

    [Theory]
    [InlineData(nameof(GroupState.Empty), ErrorCode.UnknownMemberId)]
    [InlineData(nameof(GroupState.PreparingRebalance), ErrorCode.RebalanceInProgress)]
    [InlineData(nameof(GroupState.CompletingRebalance), ErrorCode.None)]
    [InlineData(nameof(GroupState.Stable), ErrorCode.None)]
    public void Sync(string state, ErrorCode expected)
    {
        var rig = new GroupRig();
        var member = rig.BringTo(Enum.Parse<GroupState>(state));

        Assert.Equal(expected, rig.Sync(member, rig.Group.Generation).Now().Error);
    }

    [Theory]
    [InlineData(nameof(GroupState.Empty), ErrorCode.UnknownMemberId)]
    [InlineData(nameof(GroupState.PreparingRebalance), ErrorCode.None)]
    [InlineData(nameof(GroupState.CompletingRebalance), ErrorCode.RebalanceInProgress)]
    [InlineData(nameof(GroupState.Stable), ErrorCode.None)]
    public void OffsetCommit_with_the_right_generation(string state, ErrorCode expected)
    {
        var rig = new GroupRig();
        var member = rig.BringTo(Enum.Parse<GroupState>(state));

        Assert.Equal(expected, rig.Commit(member, rig.Group.Generation));
    }

    [Theory]
    [InlineData(nameof(GroupState.Empty), ErrorCode.None)]
    [InlineData(nameof(GroupState.PreparingRebalance), ErrorCode.UnknownMemberId)]
    [InlineData(nameof(GroupState.CompletingRebalance), ErrorCode.UnknownMemberId)]
    [InlineData(nameof(GroupState.Stable), ErrorCode.UnknownMemberId)]
    public void OffsetCommit_outside_group_management(string state, ErrorCode expected)
    {
        var rig = new GroupRig();
        _ = rig.BringTo(Enum.Parse<GroupState>(state));

        Assert.Equal(expected, rig.Commit());
    }

    [Theory]
    [InlineData(nameof(GroupState.Empty), (short)ErrorCode.UnknownMemberId)]
    [InlineData(nameof(GroupState.PreparingRebalance), (short)ErrorCode.None)] // It was the last one the newcomer waited for.
    [InlineData(nameof(GroupState.CompletingRebalance), (short)ErrorCode.None)]
    [InlineData(nameof(GroupState.Stable), (short)ErrorCode.None)]
    public void Join_of_the_leader_with_the_same_metadata(string state, short expected)
    {
        var rig = new GroupRig();
        var member = rig.BringTo(Enum.Parse<GroupState>(state));

        var join = rig.Join(member);

        Assert.Equal(expected, join.IsParked() ? Parked : (short)join.Now().Error);
    }

    [Theory]
    [InlineData(nameof(GroupState.Empty))]
    [InlineData(nameof(GroupState.PreparingRebalance))]
    [InlineData(nameof(GroupState.CompletingRebalance))]
    [InlineData(nameof(GroupState.Stable))]
    public void A_new_member_waits_for_the_rebalance_it_starts_or_finds(string state)
    {
        var rig = new GroupRig();
        _ = rig.BringTo(Enum.Parse<GroupState>(state));

        var newcomer = rig.Enter();

        Assert.True(newcomer.Join.IsParked());
        Assert.Equal(GroupState.PreparingRebalance, rig.Group.State);
    }

    [Fact]
    public void Requests_to_a_group_that_does_not_exist_are_those_of_unknown_members()
    {
        var rig = new GroupRig();

        Assert.Equal(ErrorCode.UnknownMemberId, rig.Heartbeat("m", 1));
        Assert.Equal(ErrorCode.UnknownMemberId, rig.Sync("m", 1).Now().Error);
        Assert.Equal(ErrorCode.UnknownMemberId, rig.Leave("m"));
        Assert.Equal(ErrorCode.UnknownMemberId, rig.Join("m").Now().Error);
        Assert.Equal(ErrorCode.IllegalGeneration, rig.Commit("m", 1));
    }
}

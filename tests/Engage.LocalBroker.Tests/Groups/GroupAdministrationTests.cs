using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Tests.Coordination;

namespace Engage.LocalBroker.Tests.Groups;

public sealed class GroupAdministrationTests
{
    [Fact]
    public void A_stable_group_is_described_with_metadata_and_assignments()
    {
        var rig = new GroupRig();
        var members = rig.Form(2, [new("range", [3, 4])]);

        var described = Describe(rig);

        Assert.Equal(("Stable", "consumer", "range"), (described.State, described.ProtocolType, described.ProtocolName));
        Assert.Equal(members, described.Members.Select(static member => member.MemberId));
        Assert.Equal([3, 4], described.Members[1].Metadata);
        Assert.Equal([1], described.Members[1].Assignment);
        Assert.Equal(new GroupClient("app", "/127.0.0.1"), described.Members[1].Client);
    }

    [Theory]
    [InlineData(nameof(GroupState.PreparingRebalance))]
    [InlineData(nameof(GroupState.CompletingRebalance))]
    public void During_a_rebalance_neither_protocol_nor_assignment_is_told(string state)
    {
        var rig = new GroupRig();
        _ = rig.BringTo(Enum.Parse<GroupState>(state));

        var described = Describe(rig);

        Assert.Equal((state, ""), (described.State, described.ProtocolName));
        Assert.All(described.Members, static member => Assert.Empty(member.Assignment));
        Assert.All(described.Members, static member => Assert.Empty(member.Metadata));
    }

    [Fact]
    public void A_group_that_does_not_exist_is_dead_without_error()
    {
        var described = Describe(new GroupRig());

        Assert.Equal((ErrorCode.None, "Dead"), (described.Error, described.State));
    }

    [Fact]
    public void Groups_are_listed_by_state_and_type_in_any_case()
    {
        var rig = new GroupRig();
        rig.Form();
        rig.Commit(groupId: "simple");

        Assert.Equal(["g", "simple"], List(rig, [], []));
        Assert.Equal(["g"], List(rig, ["stable"], []));
        Assert.Equal(["simple"], List(rig, ["EMPTY", "Dead"], []));
        Assert.Equal(["g", "simple"], List(rig, [], ["Classic"]));
        Assert.Empty(List(rig, [], ["consumer"]));
    }

    [Fact]
    public void Only_an_empty_group_can_be_deleted_and_it_takes_its_offsets_along()
    {
        var rig = new GroupRig();
        var member = rig.Form()[0];
        rig.Commit(member, 1);

        Assert.Equal([ErrorCode.NonEmptyGroup, ErrorCode.GroupIdNotFound], Delete(rig, "g", "no-such-group"));
        rig.Leave(member);
        Assert.Equal([ErrorCode.None], Delete(rig, "g"));

        Assert.Equal(-1, rig.Fetch().Offset);
        Assert.Equal("Dead", Describe(rig).State);
    }

    [Fact]
    public void Offsets_of_topics_a_consumer_group_still_reads_cannot_be_deleted()
    {
        var rig = new GroupRig();
        var member = rig.Form(offers: [new("range", SubscriptionTo("orders"))])[0];
        rig.Commit(member, 1);
        rig.Commit(member, 1, topic: "payments");

        Assert.Equal((ErrorCode.None, ErrorCode.GroupSubscribedToTopic), DeleteOffset(rig, "orders"));
        Assert.Equal((ErrorCode.None, ErrorCode.None), DeleteOffset(rig, "payments"));
        Assert.Equal((ErrorCode.None, ErrorCode.UnknownTopicOrPartition), DeleteOffset(rig, "no-such-topic"));

        Assert.Equal(7, rig.Fetch().Offset);
        Assert.Equal(-1, rig.Fetch("payments").Offset);
    }

    [Fact]
    public void A_subscription_that_cannot_be_read_protects_every_topic()
    {
        var rig = new GroupRig();
        rig.Form(offers: [new("range", [0])]);

        Assert.Equal((ErrorCode.None, ErrorCode.GroupSubscribedToTopic), DeleteOffset(rig, "orders"));
    }

    [Fact]
    public void Offsets_of_a_busy_group_of_another_type_cannot_be_deleted()
    {
        var rig = new GroupRig();
        var join = rig.Join(instance: "i", type: "connect");
        rig.Rig.Advance(GroupRig.InitialDelayMs);
        Assert.Equal(ErrorCode.None, join.Now().Error);

        Assert.Equal(ErrorCode.NonEmptyGroup, DeleteOffset(rig, "orders").Whole);
    }

    [Fact]
    public void Offsets_of_an_unknown_group_cannot_be_deleted() =>
        Assert.Equal(ErrorCode.GroupIdNotFound, DeleteOffset(new GroupRig(), "orders").Whole);

    [Fact]
    public void Offsets_of_an_empty_group_are_forgotten_with_the_group_after_their_retention()
    {
        var rig = new GroupRig(new MachineRig(new() { Groups = new() { OffsetRetention = TimeSpan.FromHours(1) } }));
        var member = rig.Form()[0];
        rig.Commit(member, 1);
        rig.Leave(member);

        rig.Rig.Advance(59 * 60_000);
        Assert.Equal(7, rig.Fetch().Offset);
        rig.Rig.Advance(3 * 60_000);

        Assert.Equal(-1, rig.Fetch().Offset);
        Assert.Equal("Dead", Describe(rig).State);
    }

    [Fact]
    public void Offsets_of_a_group_with_members_are_never_forgotten()
    {
        var rig = new GroupRig(new MachineRig(new() { Groups = new() { OffsetRetention = TimeSpan.FromMinutes(2) } }));
        var member = rig.Form()[0];
        rig.Commit(member, 1);

        for (var elapsed = 0; elapsed < 5 * 60_000; elapsed += 5_000)
        {
            rig.Rig.Advance(5_000);
            rig.Heartbeat(member, 1);
        }

        Assert.Equal(7, rig.Fetch().Offset);
    }

    [Fact]
    public void A_retention_of_zero_keeps_offsets_for_ever()
    {
        var rig = new GroupRig(new MachineRig(new() { Groups = new() { OffsetRetention = TimeSpan.Zero } }));
        rig.Commit();

        rig.Rig.Advance(24 * 3_600_000);

        Assert.Equal(7, rig.Fetch().Offset);
    }

    private static DescribedGroup Describe(GroupRig rig) => rig.Rig.AskNow<DescribeGroupsResponse>(
        static _ => new([]), (reply, turn) => rig.Rig.Machines.Administration.Describe(new([GroupRig.GroupId]), reply, turn)).Groups[0];

    private static IEnumerable<string> List(GroupRig rig, string[] states, string[] types) => rig.Rig.AskNow<ListGroupsResponse>(
        static error => new(error, []), (reply, turn) => rig.Rig.Machines.Administration.List(new(states, types), reply, turn))
        .Groups.Select(static group => group.GroupId).Order();

    private static IEnumerable<ErrorCode> Delete(GroupRig rig, params string[] groups) => rig.Rig.AskNow<DeleteGroupsResponse>(
        static _ => new([]), (reply, turn) => rig.Rig.Machines.Administration.Delete(new(groups), reply, turn))
        .Groups.Select(static group => group.Error);

    private static (ErrorCode Whole, ErrorCode Partition) DeleteOffset(GroupRig rig, string topic)
    {
        var answer = rig.Rig.AskNow<OffsetDeleteResponse>(static error => new(error, []), (reply, turn) =>
            rig.Rig.Machines.Administration.DeleteOffsets(new(GroupRig.GroupId, [new(topic, [0])]), reply, turn));
        return (answer.Error, answer.Topics.Count == 0 ? ErrorCode.None : answer.Topics[0].Partitions[0].Error);
    }

    private static byte[] SubscriptionTo(string topic)
    {
        using var metadata = new GrowingBuffer();
        var writer = new KafkaWriter(metadata, flexible: false);
        writer.WriteInt16(1);
        writer.WriteArrayCount(1);
        writer.WriteString(topic);
        return metadata.Written.ToArray();
    }
}

using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Tests.Coordination;

namespace Engage.LocalBroker.Tests.Groups;

public sealed class OffsetCommitTests
{
    [Fact]
    public void A_plain_commit_without_group_creates_a_simple_one()
    {
        var rig = new GroupRig();

        Assert.Equal(ErrorCode.None, rig.Commit(offset: 42, metadata: "note"));

        Assert.Equal(new FetchedOffset(0, 42, -1, "note", ErrorCode.None), rig.Fetch());
        Assert.Equal(GroupState.Empty, rig.Group.State);
    }

    [Fact]
    public void A_commit_needs_a_group_id() => Assert.Equal(ErrorCode.InvalidGroupId, new GroupRig().Commit(groupId: ""));

    [Fact]
    public void A_generation_of_a_group_that_does_not_exist_is_illegal() => Assert.Equal(ErrorCode.IllegalGeneration, new GroupRig().Commit("m", 3));

    [Theory]
    [InlineData(nameof(GroupState.PreparingRebalance))]
    [InlineData(nameof(GroupState.CompletingRebalance))]
    [InlineData(nameof(GroupState.Stable))]
    public void In_every_state_the_member_is_checked_before_the_generation_and_the_generation_before_the_state(string state)
    {
        var rig = new GroupRig();
        var member = rig.BringTo(Enum.Parse<GroupState>(state));

        Assert.Equal(ErrorCode.UnknownMemberId, rig.Commit("stranger", rig.Group.Generation));
        Assert.Equal(ErrorCode.UnknownMemberId, rig.Commit(member, rig.Group.Generation, "no-such-instance"));
        Assert.Equal(ErrorCode.IllegalGeneration, rig.Commit(member, rig.Group.Generation - 1));
    }

    [Fact]
    public void A_partition_is_refused_for_itself()
    {
        var rig = new GroupRig();

        Assert.Equal(ErrorCode.UnknownTopicOrPartition, rig.Commit(topic: "no-such-topic"));
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, rig.Commit(partition: 9));
        Assert.Equal(ErrorCode.OffsetMetadataTooLarge, rig.Commit(metadata: new string('x', 4097)));
        Assert.Equal(ErrorCode.None, rig.Commit(metadata: new string('x', 4096)));
    }

    [Fact]
    public void Nothing_committed_is_offset_minus_one_without_error() =>
        Assert.Equal(new FetchedOffset(0, -1, -1, "", ErrorCode.None), new GroupRig().Fetch());

    [Fact]
    public void The_leader_epoch_comes_back_as_it_was_sent()
    {
        var rig = new GroupRig();
        var request = new OffsetCommitRequest(GroupRig.GroupId, -1, "", null, [new("orders", [new(1, 5, 17, null)])]);
        rig.Rig.AskNow<OffsetCommitResponse>(request.Refused, (reply, turn) => rig.Rig.Machines.Commits.Commit(request, reply, turn));

        Assert.Equal(17, rig.Fetch(partition: 1).LeaderEpoch);
    }

    [Fact]
    public void A_fetch_of_all_topics_lists_every_committed_partition()
    {
        var rig = new GroupRig();
        rig.Commit(partition: 1, offset: 11);
        rig.Commit(partition: 0, offset: 10);
        rig.Commit(topic: "payments", offset: 20);

        var all = rig.Rig.AskNow<OffsetFetchResponse>(
            static error => new([], error),
            (reply, turn) => rig.Rig.Machines.Fetches.Fetch(new(GroupRig.GroupId, null, false), reply, turn));

        Assert.Equal(
            ["orders-0=10", "orders-1=11", "payments-0=20"],
            all.Topics.SelectMany(static topic => topic.Partitions.Select(partition => $"{topic.Topic}-{partition.Partition}={partition.Offset}")).Order());
    }

    [Fact]
    public void Offsets_die_with_their_topic_and_do_not_return_with_its_name()
    {
        var rig = new GroupRig();
        rig.Commit(offset: 10);
        rig.Commit(topic: "payments", offset: 20);

        DeleteTopic(rig.Rig.State, "orders");

        Assert.Equal(-1, rig.Fetch().Offset);
        Assert.Equal(20, rig.Fetch("payments").Offset);
    }

    private static void DeleteTopic(CoordinatorState state, string topic)
    {
        using var payload = new GrowingBuffer();
        var writer = new KafkaWriter(payload, flexible: false);
        writer.WriteUuid(Guid.Empty);
        writer.WriteString(topic);
        state.Apply(JournalRecordType.TopicDeleted, payload.Written);
    }
}

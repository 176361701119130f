using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Groups;

public sealed class GroupAdministrationTests : IAsyncLifetime
{
    private EmbeddedBroker broker = null!;
    private Cluster cluster = null!;
    private string topic = null!;

    public async ValueTask InitializeAsync()
    {
        broker = await EmbeddedBroker.StartAsync();
        cluster = new Cluster(broker.BootstrapServers);
        topic = await cluster.CreateTopicAsync("in");
        await cluster.CreateTopicAsync("other");
    }

    public async ValueTask DisposeAsync()
    {
        cluster.Dispose();
        await broker.DisposeAsync();
    }

    [Fact]
    public async Task Busy_empty_and_unknown_groups_are_listed_and_described()
    {
        Occupy("busy");
        CommitPlainly("empty", 4);

        var listed = await cluster.Admin.ListConsumerGroupsAsync();
        var onlyStable = await cluster.Admin.ListConsumerGroupsAsync(new ListConsumerGroupsOptions { MatchStates = [ConsumerGroupState.Stable] });
        var described = (await cluster.Admin.DescribeConsumerGroupsAsync(["busy", "empty", "unknown"])).ConsumerGroupDescriptions;

        Assert.Equal(
            [("busy", ConsumerGroupState.Stable), ("empty", ConsumerGroupState.Empty)],
            listed.Valid.Select(static group => (group.GroupId, group.State)).Order());
        Assert.Equal(["busy"], onlyStable.Valid.Select(static group => group.GroupId));
        Assert.Equal([ConsumerGroupState.Stable, ConsumerGroupState.Empty, ConsumerGroupState.Dead], described.Select(static group => group.State));
        var member = Assert.Single(described[0].Members);
        Assert.Equal(("consumer", "range"), (member.ClientId, described[0].PartitionAssignor));
        Assert.Equal([new TopicPartition(topic, 0)], member.Assignment.TopicPartitions);
    }

    [Fact]
    public void The_old_list_call_that_is_pinned_to_version_0_works()
    {
        Occupy("busy");

        var group = Assert.Single(cluster.Admin.ListGroups(Cluster.Patience));

        Assert.Equal(("busy", "Stable", "consumer", "range"), (group.Group, group.State, group.ProtocolType, group.Protocol));
        Assert.Single(group.Members);
    }

    [Fact]
    public async Task Only_an_empty_group_can_be_deleted()
    {
        Occupy("busy");
        CommitPlainly("empty", 4);

        var refused = await Assert.ThrowsAsync<DeleteGroupsException>(() => cluster.Admin.DeleteGroupsAsync(["busy", "empty", "unknown"]));

        Assert.Equal(
            [("busy", ErrorCode.NonEmptyGroup), ("empty", ErrorCode.NoError), ("unknown", ErrorCode.GroupIdNotFound)],
            refused.Results.Select(static result => (result.Group, result.Error.Code)).Order());
        Assert.Equal(Offset.Unset, cluster.Committed("empty", topic));
    }

    [Fact]
    public async Task Offsets_of_a_busy_group_can_be_deleted_only_for_topics_it_does_not_read()
    {
        var consumer = Occupy("busy");
        consumer.Commit([new(topic, 0, 1), new("other", 0, 2)]);

        var refused = await Assert.ThrowsAsync<DeleteConsumerGroupOffsetsException>(() =>
            cluster.Admin.DeleteConsumerGroupOffsetsAsync("busy", [new(topic, 0), new("other", 0), new("missing", 0)]));
        var unknown = await Assert.ThrowsAsync<KafkaException>(() => cluster.Admin.DeleteConsumerGroupOffsetsAsync("unknown", [new(topic, 0)]));

        Assert.Equal(
            [(topic, ErrorCode.GroupSubscribedToTopic), ("missing", ErrorCode.UnknownTopicOrPart), ("other", ErrorCode.NoError)],
            refused.Result.Partitions.Select(static partition => (partition.Topic, partition.Error.Code)).Order());
        Assert.Equal(ErrorCode.GroupIdNotFound, unknown.Error.Code);
        Assert.Equal(1, cluster.Committed("busy", topic).Value);
        Assert.Equal(Offset.Unset, cluster.Committed("busy", "other"));
    }

    [Fact]
    public async Task Offsets_are_altered_and_listed_only_while_nobody_is_there_to_be_surprised()
    {
        Occupy("busy");
        CommitPlainly("empty", 4);

        var altered = await cluster.Admin.AlterConsumerGroupOffsetsAsync([new("empty", [new(topic, 0, 9)])]);
        var refused = await Assert.ThrowsAsync<AlterConsumerGroupOffsetsException>(() =>
            cluster.Admin.AlterConsumerGroupOffsetsAsync([new("busy", [new(topic, 0, 9)])]));
        var listed = await cluster.Admin.ListConsumerGroupOffsetsAsync([new("empty", null)]);

        Assert.Equal(ErrorCode.NoError, altered[0].Partitions[0].Error.Code);
        Assert.Equal(ErrorCode.UnknownMemberId, refused.Results[0].Partitions[0].Error.Code);
        Assert.Equal([new TopicPartitionOffset(topic, 0, 9)], listed[0].Partitions.Select(static partition => partition.TopicPartitionOffset));
    }

    private IConsumer<string, string> Occupy(string group)
    {
        var consumer = cluster.Consumer(group);
        consumer.Subscribe(topic);
        Assert.True(consumer.Consume(Cluster.Patience).IsPartitionEOF);
        return consumer;
    }

    private void CommitPlainly(string group, long offset)
    {
        using var consumer = cluster.ConsumerBuilder(group).Build();
        consumer.Commit([new(topic, 0, offset)]);
    }
}

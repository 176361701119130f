using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Engage.LocalBroker.Conformance.Tests.Admin;

/// <summary>A1: administration with good and bad input.</summary>
public sealed class AdminTests
{
    [Theory]
    [InlineData("bad name", 1, 1, ErrorCode.TopicException)]
    [InlineData("fine", 0, 1, ErrorCode.InvalidPartitions)]
    [InlineData("fine", 1, 3, ErrorCode.InvalidReplicationFactor)]
    [InlineData("there", 1, 1, ErrorCode.TopicAlreadyExists)]
    public async Task A_topic_that_may_not_be_is_refused(string name, int partitions, short replication, ErrorCode expected)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("there");
        using var admin = fixture.Admin();

        var refused = await Assert.ThrowsAsync<CreateTopicsException>(() =>
            admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = replication }]));

        Assert.Equal(expected, refused.Results.Single().Error.Code);
    }

    [Theory]
    [InlineData("no.such.config", "1")]
    [InlineData("retention.ms", "soon")]
    [InlineData("cleanup.policy", "shred")]
    public async Task A_config_that_makes_no_sense_is_refused(string name, string value)
    {
        await using var fixture = await BrokerFixture.StartAsync();

        var refused = await Assert.ThrowsAsync<CreateTopicsException>(() => fixture.CreateTopicAsync("t", 1, (name, value)));

        Assert.Equal(ErrorCode.InvalidConfig, refused.Results.Single().Error.Code);
    }

    [Fact]
    public async Task Validation_alone_creates_nothing()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var admin = fixture.Admin();

        await admin.CreateTopicsAsync([new TopicSpecification { Name = "only-asked", NumPartitions = 1, ReplicationFactor = 1 }], new CreateTopicsOptions { ValidateOnly = true });

        Assert.DoesNotContain(admin.GetMetadata(BrokerFixture.Limit).Topics, topic => topic.Topic == "only-asked");
    }

    [Fact]
    public async Task Partitions_can_be_added_but_never_taken_away()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("grows", 2);
        using var admin = fixture.Admin();

        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = "grows", IncreaseTo = 4 }]);
        Assert.Equal(4, admin.GetMetadata("grows", BrokerFixture.Limit).Topics.Single().Partitions.Count);

        var refused = await Assert.ThrowsAsync<CreatePartitionsException>(() => admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = "grows", IncreaseTo = 3 }]));
        Assert.Equal(ErrorCode.InvalidPartitions, refused.Results.Single().Error.Code);
        var unknown = await Assert.ThrowsAsync<CreatePartitionsException>(() => admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = "none", IncreaseTo = 3 }]));
        Assert.Equal(ErrorCode.UnknownTopicOrPart, unknown.Results.Single().Error.Code);
    }

    [Fact]
    public async Task Incremental_changes_merge_and_replacing_ones_replace()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("tuned", 1, ("retention.ms", "1000"));
        using var admin = fixture.Admin();
        var tuned = new ConfigResource { Type = ResourceType.Topic, Name = "tuned" };

        await admin.IncrementalAlterConfigsAsync(new() { [tuned] = [Change("cleanup.policy", "compact", AlterConfigOpType.Append), Change("segment.bytes", "2048", AlterConfigOpType.Set)] });
        Assert.Equal(("delete,compact", "2048", "1000"), await ReadAsync());

        await admin.IncrementalAlterConfigsAsync(new() { [tuned] = [Change("cleanup.policy", "delete", AlterConfigOpType.Subtract), Change("retention.ms", "", AlterConfigOpType.Delete)] });
        Assert.Equal(("compact", "2048", "604800000"), await ReadAsync());

        await admin.AlterConfigsAsync(new() { [tuned] = [new ConfigEntry { Name = "retention.ms", Value = "-1" }] });
        Assert.Equal(("delete", "67108864", "-1"), await ReadAsync());

        async Task<(string, string, string)> ReadAsync()
        {
            var entries = (await admin.DescribeConfigsAsync([tuned])).Single().Entries;
            return (entries["cleanup.policy"].Value, entries["segment.bytes"].Value, entries["retention.ms"].Value);
        }
    }

    [Fact]
    public async Task A_change_that_is_refused_leaves_everything_as_it_was()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("tuned");
        using var admin = fixture.Admin();
        var tuned = new ConfigResource { Type = ResourceType.Topic, Name = "tuned" };

        var refused = await Assert.ThrowsAsync<IncrementalAlterConfigsException>(() => admin.IncrementalAlterConfigsAsync(new()
        {
            [tuned] = [Change("retention.ms", "5", AlterConfigOpType.Set), Change("segment.bytes", "1", AlterConfigOpType.Set)],
        }));

        Assert.Equal(ErrorCode.InvalidConfig, refused.Results.Single().Error.Code);
        Assert.True((await admin.DescribeConfigsAsync([tuned])).Single().Entries["retention.ms"].IsDefault);
    }

    [Fact]
    public async Task The_broker_and_the_cluster_can_be_described()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var admin = fixture.Admin();

        var cluster = await admin.DescribeClusterAsync();
        var broker = (await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Broker, Name = "1" }])).Single();

        Assert.Equal(fixture.Broker.Port, cluster.Nodes.Single().Port);
        Assert.Equal("1", broker.Entries["num.partitions"].Value);
        Assert.NotEmpty(cluster.ClusterId);
        await fixture.Broker.RestartAsync();
        Assert.Equal(cluster.ClusterId, (await admin.DescribeClusterAsync()).ClusterId);
    }

    [Fact]
    public async Task Deleting_is_refused_for_unknown_topics_and_for_records_that_are_not_there()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("compacted", 1, ("cleanup.policy", "compact"));
        await fixture.CreateTopicAsync("empty");
        using var admin = fixture.Admin();

        var unknown = await Assert.ThrowsAsync<DeleteTopicsException>(() => admin.DeleteTopicsAsync(["none"]));
        Assert.Equal(ErrorCode.UnknownTopicOrPart, unknown.Results.Single().Error.Code);
        var beyond = await Assert.ThrowsAsync<DeleteRecordsException>(() => admin.DeleteRecordsAsync([new TopicPartitionOffset("empty", 0, 5)]));
        Assert.Equal(ErrorCode.OffsetOutOfRange, beyond.Results.Single().Error.Code);
        var policy = await Assert.ThrowsAsync<DeleteRecordsException>(() => admin.DeleteRecordsAsync([new TopicPartitionOffset("compacted", 0, 0)]));
        Assert.Equal(ErrorCode.PolicyViolation, policy.Results.Single().Error.Code);
    }

    [Fact]
    public async Task Topics_are_not_created_by_use_where_that_is_switched_off()
    {
        await using var fixture = await BrokerFixture.StartAsync(new EmbeddedBrokerOptions { AutoCreateTopics = false });
        using var producer = fixture.Producer(config => config.TopicMetadataPropagationMaxMs = 0).Build();

        var refused = await Assert.ThrowsAsync<ProduceException<string?, string?>>(() => producer.ProduceAsync("none", new Message<string?, string?> { Value = "x" }, TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCode.UnknownTopicOrPart, refused.Error.Code);
    }

    private static ConfigEntry Change(string name, string value, AlterConfigOpType operation) => new() { Name = name, Value = value, IncrementalOperation = operation };
}

using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Engage.LocalBroker.Conformance.Tests.Storage;

/// <summary>S3, S5 and restarts: what survives, and what must not come back.</summary>
public sealed class RestartTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Records_topics_configs_and_offsets_survive_a_stop_and_a_kill(bool kill)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("kept", 3, ("retention.ms", "123456789"));
        using var producer = fixture.Producer().Build();
        for (var number = 0; number < 10; number++) await producer.ProduceAsync(new TopicPartition("kept", 1), new Message<string?, string?> { Value = $"{number}" }, TestContext.Current.CancellationToken);
        using (var committer = fixture.Consumer("g"))
        {
            committer.Commit([new TopicPartitionOffset("kept", 1, 4)]);
        }

        if (kill) fixture.Broker.Abandon();
        await fixture.Broker.RestartAsync();

        await producer.ProduceAsync(new TopicPartition("kept", 1), new Message<string?, string?> { Value = "10" }, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 11).Select(number => $"{number}"), fixture.Values("kept", partition: 1));
        using var consumer = fixture.Consumer("g");
        Assert.Equal(4, consumer.Committed([new TopicPartition("kept", 1)], BrokerFixture.Limit).Single().Offset.Value);
        using var admin = fixture.Admin();
        var config = (await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = "kept" }])).Single();
        Assert.Equal("123456789", config.Entries["retention.ms"].Value);
        Assert.Equal(3, admin.GetMetadata("kept", BrokerFixture.Limit).Topics.Single().Partitions.Count);
    }

    [Fact]
    public async Task A_topic_created_again_has_neither_old_records_nor_old_offsets()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("again");
        using (var producer = fixture.Producer().Build()) await producer.ProduceAsync("again", new Message<string?, string?> { Value = "old" }, TestContext.Current.CancellationToken);
        using (var committer = fixture.Consumer("g")) committer.Commit([new TopicPartitionOffset("again", 0, 1)]);
        using var admin = fixture.Admin();

        await admin.DeleteTopicsAsync(["again"]);
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(fixture.Broker.DataDirectory, "logs")));
        await fixture.CreateTopicAsync("again");
        await fixture.Broker.RestartAsync();

        using (var producer = fixture.Producer().Build()) await producer.ProduceAsync("again", new Message<string?, string?> { Value = "new" }, TestContext.Current.CancellationToken);
        Assert.Equal(["new"], fixture.Values("again"));
        using var consumer = fixture.Consumer("g");
        Assert.Equal(Offset.Unset, consumer.Committed([new TopicPartition("again", 0)], BrokerFixture.Limit).Single().Offset);
    }

    [Fact]
    public async Task Deleted_records_stay_deleted_and_consumers_reset_to_the_new_start()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var producer = fixture.Producer().Build();
        for (var number = 0; number < 10; number++) await producer.ProduceAsync("purged", new Message<string?, string?> { Value = $"{number}" }, TestContext.Current.CancellationToken);
        using var admin = fixture.Admin();

        var deleted = await admin.DeleteRecordsAsync([new TopicPartitionOffset("purged", 0, 6)]);
        Assert.Equal(6, deleted.Single().Offset.Value);
        await fixture.Broker.RestartAsync();

        Assert.Equal(["6", "7", "8", "9"], fixture.ReadAll("purged", from: 2).ConvertAll(record => record.Message.Value));
        using var consumer = fixture.Consumer("g");
        var watermarks = consumer.QueryWatermarkOffsets(new TopicPartition("purged", 0), BrokerFixture.Limit);
        Assert.Equal((6, 10), (watermarks.Low.Value, watermarks.High.Value));
    }

    [Fact]
    public async Task Expired_segments_go_on_clean_up_and_the_start_is_kept_over_a_kill()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("brief", 1, ("retention.ms", "60000"), ("segment.bytes", "1100"));
        using var producer = fixture.Producer().Build();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var ageMs in new[] { 300_000, 200_000, 100_000, 0 })
            await producer.ProduceAsync("brief", new Message<string?, string?> { Value = new string('x', 1000), Timestamp = new Timestamp(now - ageMs, TimestampType.CreateTime) }, TestContext.Current.CancellationToken);

        fixture.Broker.CleanUp();
        fixture.Broker.Abandon();
        await fixture.Broker.RestartAsync();

        Assert.Equal(3, fixture.ReadAll("brief").Single().Offset.Value);
    }

    [Fact]
    public async Task Two_brokers_never_share_a_data_directory()
    {
        await using var fixture = await BrokerFixture.StartAsync();

        await Assert.ThrowsAsync<IOException>(() => EmbeddedBroker.StartAsync(new EmbeddedBrokerOptions { DataDirectory = fixture.Broker.DataDirectory }));
    }
}

using Confluent.Kafka;
using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Clients;

/// <summary>Apache Kafka's own command-line tools, from the folder KAFKA_HOME names; skipped without it.</summary>
public sealed class JavaToolsTests : IAsyncLifetime
{
    private string script = "";
    private EmbeddedBroker broker = null!;
    private Cluster cluster = null!;

    public async ValueTask InitializeAsync()
    {
        var home = Environment.GetEnvironmentVariable("KAFKA_HOME");
        Assert.SkipWhen(string.IsNullOrEmpty(home), "KAFKA_HOME is not set.");
        script = Path.Combine(home!, "kafka");
        broker = await EmbeddedBroker.StartAsync();
        cluster = new Cluster(broker.BootstrapServers);
        await cluster.CreateTopicAsync("v");
    }

    public async ValueTask DisposeAsync()
    {
        cluster?.Dispose();
        if (broker is not null) await broker.DisposeAsync();
    }

    [Fact]
    public async Task A_group_is_listed_described_reset_and_deleted()
    {
        await cluster.Producer(null).SendAsync("v", "one", "two", "three");
        using (var consumer = cluster.ConsumerBuilder("v-group").Build()) consumer.Commit([new TopicPartitionOffset("v", 0, 1)]);

        Assert.Contains("v-group", (await GroupsAsync("--list")).Lines);
        Assert.Matches(@"v-group\s+v\s+0\s+1\s+3\s+2", (await GroupsAsync("--describe", "--group", "v-group")).Output);

        await GroupsAsync("--reset-offsets", "--group", "v-group", "--topic", "v", "--to-latest", "--execute");
        Assert.Equal(3, cluster.Committed("v-group", "v").Value);
        await GroupsAsync("--delete", "--group", "v-group");
        Assert.Empty((await cluster.Admin.ListConsumerGroupsAsync()).Valid);
    }

    [Fact]
    public async Task A_topic_is_created_described_enlarged_and_deleted()
    {
        await RunAsync("topics", "--create", "--topic", "made", "--partitions", "2", "--config", "cleanup.policy=compact");
        await RunAsync("topics", "--alter", "--topic", "made", "--partitions", "3");

        var described = (await RunAsync("topics", "--describe", "--topic", "made")).Output;
        Assert.Matches(@"Topic: made\s+.*PartitionCount: 3\s+ReplicationFactor: 1\s+Configs: .*cleanup\.policy=compact", described);
        Assert.Matches(@"Partition: 2\s+Leader: 1\s+Replicas: 1\s+Isr: 1", described);

        await RunAsync("topics", "--delete", "--topic", "made");
        Assert.DoesNotContain("made", (await RunAsync("topics", "--list")).Lines);
    }

    [Fact]
    public async Task A_producer_writes_with_keys_and_compression()
    {
        await FeedAsync(
            "console-producer", "k1:one\nk2:two\n", "--topic", "v", "--compression-codec", "lz4",
            "--reader-property", "parse.key=true", "--reader-property", "key.separator=:");

        Assert.Equal([("k1", "one"), ("k2", "two")], cluster.ReadRecords("v").Select(static record => (record.Message.Key, record.Message.Value)));
    }

    [Fact]
    public async Task A_consumer_reads_in_a_group_what_was_committed_and_no_more()
    {
        var producer = cluster.Producer("v");
        await producer.CommitAsync("v", "committed");
        producer.BeginTransaction();
        await producer.SendAsync("v", "aborted");
        producer.AbortTransaction(Cluster.Patience);
        await producer.CommitAsync("v", "committed too");

        var read = await RunAsync(
            "console-consumer", "--topic", "v", "--group", "v-group", "--from-beginning", "--max-messages", "2",
            "--command-property", "isolation.level=read_committed");

        Assert.Equal(["committed", "committed too"], read.Lines);
    }

    private Task<ProcessResult> GroupsAsync(params string[] arguments) => RunAsync("groups", arguments);

    private Task<ProcessResult> RunAsync(string tool, params string[] arguments) => FeedAsync(tool, "", arguments);

    private async Task<ProcessResult> FeedAsync(string tool, string input, params string[] arguments) =>
        (await ForeignProcess.RunAsync("bash", [script, tool, "--bootstrap-server", broker.BootstrapServers, .. arguments], Cluster.Patience, input)).Successful();
}

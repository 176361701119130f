using Confluent.Kafka;
using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Transactions;

public sealed class IsolationTests : IAsyncLifetime
{
    private EmbeddedBroker broker = null!;
    private Cluster cluster = null!;

    public async ValueTask InitializeAsync()
    {
        broker = await EmbeddedBroker.StartAsync();
        cluster = new Cluster(broker.BootstrapServers);
    }

    public async ValueTask DisposeAsync()
    {
        cluster.Dispose();
        await broker.DisposeAsync();
    }

    [Fact]
    public async Task Committed_readers_see_what_was_committed_and_stop_before_what_is_open()
    {
        var topic = await cluster.CreateTopicAsync("t1");
        var producer = cluster.Producer("t1");
        await producer.CommitAsync(topic, "committed-1", "committed-2");
        producer.BeginTransaction();
        await producer.SendAsync(topic, "aborted");
        producer.AbortTransaction(Cluster.Patience);
        producer.BeginTransaction();
        await producer.SendAsync(topic, "open");

        Assert.Equal(["committed-1", "committed-2"], cluster.ReadAll(topic));
        Assert.Equal(["committed-1", "committed-2", "aborted", "open"], cluster.ReadAll(topic, IsolationLevel.ReadUncommitted));
        Assert.Equal(5, await cluster.EndAsync(topic, IsolationLevel.ReadCommitted)); // 2 records, marker, 1 record, marker.
        Assert.Equal(6, await cluster.EndAsync(topic, IsolationLevel.ReadUncommitted));

        producer.CommitTransaction(Cluster.Patience);

        await Cluster.EventuallyAsync(7, () => cluster.EndAsync(topic, IsolationLevel.ReadCommitted));
        Assert.Equal(["committed-1", "committed-2", "open"], cluster.ReadAll(topic));
    }

    [Fact]
    public async Task A_reader_at_the_end_stands_behind_the_last_marker()
    {
        var topic = await cluster.CreateTopicAsync("t1-position");
        await cluster.Producer("t1-position").CommitAsync(topic, "one");
        await Cluster.EventuallyAsync(2, () => cluster.EndAsync(topic, IsolationLevel.ReadCommitted));
        var consumer = cluster.Consumer("g");
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));

        Assert.Equal("one", consumer.Consume(Cluster.Patience).Message.Value);
        var end = consumer.Consume(Cluster.Patience);

        Assert.True(end.IsPartitionEOF);
        Assert.Equal(2, end.Offset.Value);
    }

    [Fact]
    public async Task Of_two_interleaved_transactions_only_the_committed_one_is_seen_even_by_a_reader_that_starts_in_the_middle()
    {
        var topic = await cluster.CreateTopicAsync("t2");
        var (aborting, committing) = (cluster.Producer("t2-aborting"), cluster.Producer("t2-committing"));
        aborting.BeginTransaction();
        committing.BeginTransaction();
        for (var round = 0; round < 5; round++)
        {
            await aborting.SendAsync(topic, $"a{round}");
            await committing.SendAsync(topic, $"c{round}");
        }

        aborting.AbortTransaction(Cluster.Patience);
        committing.CommitTransaction(Cluster.Patience);
        await Cluster.EventuallyAsync(12, () => cluster.EndAsync(topic, IsolationLevel.ReadCommitted));

        Assert.Equal(["c0", "c1", "c2", "c3", "c4"], cluster.ReadAll(topic));
        var consumer = cluster.Consumer("restarted");
        consumer.Assign(new TopicPartitionOffset(topic, 0, 4));
        Assert.Equal(["c2", "c3", "c4"], Enumerable.Range(0, 3).Select(_ => consumer.Consume(Cluster.Patience).Message.Value));
        Assert.Equal(12, consumer.Consume(Cluster.Patience).Offset.Value);
    }

    [Fact]
    public async Task A_broker_restarted_between_two_transactions_remembers_who_aborted()
    {
        var topic = await cluster.CreateTopicAsync("t2-restart");
        var producer = cluster.Producer("t2-restart");
        producer.BeginTransaction();
        await producer.SendAsync(topic, "aborted");
        producer.AbortTransaction(Cluster.Patience);
        await producer.CommitAsync(topic, "committed");

        await broker.RestartAsync();
        await producer.CommitAsync(topic, "after");

        await Cluster.EventuallyAsync(6, () => cluster.EndAsync(topic, IsolationLevel.ReadCommitted));
        Assert.Equal(["committed", "after"], cluster.ReadAll(topic));
    }
}

using Confluent.Kafka;
using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Transactions;

public sealed class TransactionalOffsetTests : IAsyncLifetime
{
    private EmbeddedBroker broker = null!;
    private Cluster cluster = null!;
    private string topic = null!;

    public async ValueTask InitializeAsync()
    {
        broker = await EmbeddedBroker.StartAsync();
        cluster = new Cluster(broker.BootstrapServers);
        topic = await cluster.CreateTopicAsync("in");
    }

    public async ValueTask DisposeAsync()
    {
        cluster.Dispose();
        await broker.DisposeAsync();
    }

    [Theory]
    [InlineData(true, 7)]
    [InlineData(false, 3)]
    public async Task Asking_for_an_offset_waits_while_a_transaction_decides_about_it(bool commits, long expected)
    {
        using var reader = cluster.ConsumerBuilder("g").Build();
        reader.Commit([new(topic, 0, 3)]);
        var producer = cluster.Producer("t6");
        producer.BeginTransaction();
        producer.SendOffsetsToTransaction([new(topic, 0, 7)], reader.ConsumerGroupMetadata, Cluster.Patience);

        var asking = Task.Run(() => cluster.Committed("g", topic), TestContext.Current.CancellationToken);
        await UntilSeenAsync(Protocol.ErrorCode.UnstableOffsetCommit);
        Assert.False(asking.IsCompleted);
        if (commits) producer.CommitTransaction(Cluster.Patience);
        else producer.AbortTransaction(Cluster.Patience);

        Assert.Equal(expected, (await asking).Value);
    }

    [Fact]
    public async Task Offsets_of_a_member_whose_generation_is_over_are_refused_and_nothing_is_stored()
    {
        var first = Joined("g7");
        var stale = first.ConsumerGroupMetadata;
        var second = cluster.Consumer("g7");
        second.Subscribe(topic);
        await UntilRebalancedAsync(first, second);

        AssertRefused(stale, "t7-generation", ErrorCode.IllegalGeneration);
    }

    [Fact]
    public async Task Offsets_of_a_member_that_left_are_refused_and_nothing_is_stored()
    {
        var leaving = Joined("g7");
        var gone = leaving.ConsumerGroupMetadata;
        var staying = cluster.Consumer("g7");
        staying.Subscribe(topic);
        await UntilRebalancedAsync(leaving, staying);
        gone = leaving.ConsumerGroupMetadata;
        leaving.Close();

        AssertRefused(gone, "t7-member", ErrorCode.UnknownMemberId);
    }

    [Fact]
    public void Offsets_of_a_static_member_that_was_replaced_are_refused_and_nothing_is_stored()
    {
        var older = Joined("g7", static config => config.GroupInstanceId = "i1");
        var fenced = older.ConsumerGroupMetadata;
        _ = Joined("g7", static config => config.GroupInstanceId = "i1");

        AssertRefused(fenced, "t7-instance", ErrorCode.FencedInstanceId);
    }

    [Fact]
    public async Task Offsets_of_a_live_member_are_committed_with_the_transaction()
    {
        var member = Joined("g7");
        var producer = cluster.Producer("t7-live");
        producer.BeginTransaction();
        await producer.SendAsync(topic, "output");
        producer.SendOffsetsToTransaction([new(topic, 0, 5)], member.ConsumerGroupMetadata, Cluster.Patience);
        producer.CommitTransaction(Cluster.Patience);

        Assert.Equal(5, cluster.Committed("g7", topic).Value);
    }

    private void AssertRefused(IConsumerGroupMetadata metadata, string transactionalId, ErrorCode expected)
    {
        var producer = cluster.Producer(transactionalId);
        producer.BeginTransaction();

        var refused = Assert.Throws<KafkaTxnRequiresAbortException>(() =>
            producer.SendOffsetsToTransaction([new(topic, 0, 99)], metadata, Cluster.Patience));
        producer.AbortTransaction(Cluster.Patience);

        Assert.Equal(expected, refused.Error.Code);
        Assert.Equal(Offset.Unset, cluster.Committed("g7", topic));
    }

    /// <summary>A consumer that owns the topic's only partition.</summary>
    private IConsumer<string, string> Joined(string group, Action<ConsumerConfig>? adjust = null)
    {
        var consumer = cluster.Consumer(group, adjust);
        consumer.Subscribe(topic);
        Assert.True(consumer.Consume(Cluster.Patience).IsPartitionEOF);
        return consumer;
    }

    /// <summary>Polls both until they are in the second generation together, which one of them owns the partition in.</summary>
    private async Task UntilRebalancedAsync(IConsumer<string, string> first, IConsumer<string, string> second)
    {
        await Cluster.EventuallyAsync(true, async () =>
        {
            first.Consume(TimeSpan.FromMilliseconds(20));
            second.Consume(TimeSpan.FromMilliseconds(20));
            var described = await cluster.Admin.DescribeConsumerGroupsAsync(["g7"]);
            return described.ConsumerGroupDescriptions[0] is { State: ConsumerGroupState.Stable, Members.Count: 2 }
                && second.MemberId.Length > 0 && first.Assignment.Count + second.Assignment.Count == 1;
        });
    }

    private Task UntilSeenAsync(Protocol.ErrorCode error) => Cluster.EventuallyAsync(true, async () =>
    {
        await cluster.EndAsync(topic, IsolationLevel.ReadCommitted);
        return broker.Requests.Any(request => request.Errors.Contains(error));
    });
}

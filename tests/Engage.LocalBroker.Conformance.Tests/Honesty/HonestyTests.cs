using Confluent.Kafka;
using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Honesty;

/// <summary>
/// What a broker must do before any claim of exactly-once may be tested on it. The verdicts on the local broker and on Apache Kafka have to be the
/// same; a broker that fails one of these makes every test above it worthless.
/// </summary>
public abstract class HonestyTests(IHonestBroker broker) : IAsyncLifetime
{
    private readonly string name = $"h{Guid.CreateVersion7():N}";
    private Cluster cluster = null!;
    private string topic = null!;

    public async ValueTask InitializeAsync()
    {
        cluster = new Cluster(broker.BootstrapServers);
        topic = await cluster.CreateTopicAsync(name);
    }

    public ValueTask DisposeAsync()
    {
        cluster?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_second_initialisation_fences_the_first()
    {
        var first = cluster.Producer(name);
        first.BeginTransaction();
        await first.SendAsync(topic, "first");

        await cluster.Producer(name).CommitAsync(topic, "second");

        var fenced = Assert.ThrowsAny<KafkaException>(() => first.CommitTransaction(Cluster.Patience));
        Assert.True(fenced.Error.IsFatal);
        Assert.Equal(ErrorCode.Local_Fenced, fenced.Error.Code);
        await Cluster.EventuallyAsync("second", () => Task.FromResult(string.Join(' ', cluster.ReadAll(topic))));
    }

    [Fact]
    public async Task An_open_transaction_holds_the_last_stable_offset_below_the_high_watermark()
    {
        var producer = cluster.Producer(name);
        producer.BeginTransaction();
        await producer.SendAsync(topic, "open");
        await cluster.Producer(null).SendAsync(topic, "plain");

        Assert.Equal(0, await cluster.EndAsync(topic, IsolationLevel.ReadCommitted));
        Assert.Equal(2, await cluster.EndAsync(topic, IsolationLevel.ReadUncommitted));
        Assert.Empty(cluster.ReadAll(topic));

        producer.CommitTransaction(Cluster.Patience);
        await Cluster.EventuallyAsync(3, () => cluster.EndAsync(topic, IsolationLevel.ReadCommitted));
    }

    [Fact]
    public async Task Aborted_records_are_invisible()
    {
        var producer = cluster.Producer(name);
        producer.BeginTransaction();
        await producer.SendAsync(topic, "aborted");
        producer.AbortTransaction(Cluster.Patience);
        await producer.CommitAsync(topic, "committed");

        await Cluster.EventuallyAsync("committed", () => Task.FromResult(string.Join(' ', cluster.ReadAll(topic))));
        Assert.Equal(["aborted", "committed"], cluster.ReadAll(topic, IsolationLevel.ReadUncommitted));
    }

    [Fact]
    public async Task Offsets_of_an_old_generation_are_rejected()
    {
        var (first, second) = (Joined(), cluster.Consumer(name));
        var stale = first.ConsumerGroupMetadata;
        second.Subscribe(topic);
        await UntilTogetherAsync(first, second);

        AssertRejected(stale, ErrorCode.IllegalGeneration);
    }

    [Fact]
    public async Task Offsets_of_an_unknown_member_are_rejected()
    {
        var (leaving, staying) = (Joined(), cluster.Consumer(name));
        staying.Subscribe(topic);
        await UntilTogetherAsync(leaving, staying);
        var gone = leaving.ConsumerGroupMetadata;
        leaving.Close();

        AssertRejected(gone, ErrorCode.UnknownMemberId);
    }

    [Fact]
    public void Offsets_of_a_fenced_instance_are_rejected()
    {
        var fenced = Joined(static config => config.GroupInstanceId = "i1").ConsumerGroupMetadata;
        _ = Joined(static config => config.GroupInstanceId = "i1");

        AssertRejected(fenced, ErrorCode.FencedInstanceId);
    }

    /// <summary>Not a protection but the lack of one, which the engine has to make up for: whoever names no member is not checked.</summary>
    [Fact]
    public void Offsets_that_name_no_member_are_accepted_although_the_group_has_one()
    {
        _ = Joined();
        using var stranger = cluster.ConsumerBuilder(name).Build();
        var producer = cluster.Producer(name);
        producer.BeginTransaction();

        producer.SendOffsetsToTransaction([new(topic, 0, 99)], stranger.ConsumerGroupMetadata, Cluster.Patience);
        producer.CommitTransaction(Cluster.Patience);

        Assert.Equal(99, cluster.Committed(name, topic).Value);
    }

    /// <summary>The same: a member is asked who it is, not what it owns. Records read before it was thrown out must not be committed by what it became.</summary>
    [Fact]
    public async Task Offsets_of_a_member_that_does_not_own_the_partition_are_accepted()
    {
        var (first, second) = (Joined(), cluster.Consumer(name));
        second.Subscribe(topic);
        await UntilTogetherAsync(first, second);
        var idle = first.Assignment.Count == 0 ? first : second;
        var producer = cluster.Producer(name);
        producer.BeginTransaction();

        producer.SendOffsetsToTransaction([new(topic, 0, 99)], idle.ConsumerGroupMetadata, Cluster.Patience);
        producer.CommitTransaction(Cluster.Patience);

        Assert.Equal(99, cluster.Committed(name, topic).Value);
    }

    [Fact]
    public async Task A_fetch_of_stable_offsets_waits_for_the_transaction_to_decide()
    {
        using var group = cluster.ConsumerBuilder(name).Build();
        var producer = cluster.Producer(name);
        producer.BeginTransaction();
        producer.SendOffsetsToTransaction([new(topic, 0, 7)], group.ConsumerGroupMetadata, Cluster.Patience);

        var timeout = Assert.ThrowsAny<KafkaException>(() => group.Committed([new(topic, 0)], TimeSpan.FromMilliseconds(500)));
        var asking = Task.Run(() => cluster.Committed(name, topic), TestContext.Current.CancellationToken);
        producer.CommitTransaction(Cluster.Patience);

        Assert.Equal(ErrorCode.Local_TimedOut, timeout.Error.Code);
        Assert.Equal(7, (await asking).Value);
    }

    [Fact]
    public async Task A_transaction_past_its_timeout_is_aborted_and_its_producer_fenced()
    {
        var producer = cluster.Producer(name, transactionTimeoutMs: 1_000);
        producer.BeginTransaction();
        await producer.SendAsync(topic, "late");

        await Cluster.EventuallyAsync(2, () => cluster.EndAsync(topic, IsolationLevel.ReadCommitted));

        var fenced = Assert.ThrowsAny<KafkaException>(() => producer.CommitTransaction(Cluster.Patience));
        Assert.True(fenced.Error.IsFatal);
        Assert.Empty(cluster.ReadAll(topic));
    }

    [Fact]
    public async Task A_produce_that_is_repeated_is_stored_once_and_answered_with_the_same_offset()
    {
        await using var connection = await RawConnection.OpenAsync(broker.BootstrapServers);
        var producerId = await connection.InitProducerIdAsync();
        var batch = RawBatch.Of(producerId, sequence: 0, "once");

        var first = await connection.ProduceAsync(topic, batch);
        var again = await connection.ProduceAsync(topic, batch);

        Assert.Equal((Protocol.ErrorCode.None, 0L), first);
        Assert.Equal(first, again);
        Assert.Equal(["once"], cluster.ReadAll(topic));
    }

    [Fact]
    public async Task What_was_committed_survives_a_kill_and_what_was_open_is_still_undecided()
    {
        using var group = cluster.ConsumerBuilder(name).Build();
        var producer = cluster.Producer(name);
        producer.BeginTransaction();
        await producer.SendAsync(topic, "committed");
        producer.SendOffsetsToTransaction([new(topic, 0, 7)], group.ConsumerGroupMetadata, Cluster.Patience);
        producer.CommitTransaction(Cluster.Patience);
        await Cluster.EventuallyAsync(2, () => cluster.EndAsync(topic, IsolationLevel.ReadCommitted));
        producer.BeginTransaction();
        await producer.SendAsync(topic, "open");

        await broker.KillAndRestartAsync();

        await Cluster.EventuallyAsync("committed", () => Task.FromResult(string.Join(' ', cluster.ReadAll(topic))));
        Assert.Equal(7, cluster.Committed(name, topic).Value);
        Assert.Equal((2, 3), (await cluster.EndAsync(topic, IsolationLevel.ReadCommitted), await cluster.EndAsync(topic, IsolationLevel.ReadUncommitted)));
        await cluster.Producer(name).CommitAsync(topic, "successor");
        await Cluster.EventuallyAsync("committed successor", () => Task.FromResult(string.Join(' ', cluster.ReadAll(topic))));
    }

    private void AssertRejected(IConsumerGroupMetadata metadata, ErrorCode expected)
    {
        var producer = cluster.Producer(name);
        producer.BeginTransaction();

        var rejected = Assert.Throws<KafkaTxnRequiresAbortException>(() =>
            producer.SendOffsetsToTransaction([new(topic, 0, 99)], metadata, Cluster.Patience));
        producer.AbortTransaction(Cluster.Patience);

        Assert.Equal(expected, rejected.Error.Code);
        Assert.Equal(Offset.Unset, cluster.Committed(name, topic));
    }

    /// <summary>A consumer that owns the topic's only partition.</summary>
    private IConsumer<string, string> Joined(Action<ConsumerConfig>? adjust = null)
    {
        var consumer = cluster.Consumer(name, adjust);
        consumer.Subscribe(topic);
        Assert.True(consumer.Consume(Cluster.Patience).IsPartitionEOF);
        return consumer;
    }

    private Task UntilTogetherAsync(IConsumer<string, string> first, IConsumer<string, string> second) => Cluster.EventuallyAsync(true, async () =>
    {
        first.Consume(TimeSpan.FromMilliseconds(20));
        second.Consume(TimeSpan.FromMilliseconds(20));
        var described = (await cluster.Admin.DescribeConsumerGroupsAsync([name])).ConsumerGroupDescriptions[0];
        return described is { State: ConsumerGroupState.Stable, Members.Count: 2 } && first.Assignment.Count + second.Assignment.Count == 1;
    });
}

using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Records;

namespace Engage.LocalBroker.Tests.Wire;

/// <summary>Produce and fetch as the protocol has them, with a clock that stands still.</summary>
public sealed class DataPathTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly ManualTime time = new();
    private EmbeddedBroker broker = null!;
    private RawClient client = null!;

    public async ValueTask InitializeAsync()
    {
        broker = await EmbeddedBroker.StartAsync(new EmbeddedBrokerOptions { TimeProvider = time, DefaultPartitions = 2 });
        client = await RawClient.ConnectAsync(broker);
        await client.AskAsync(ApiKey.Metadata, 4, Requests.Metadata(create: true, "t"));
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await broker.DisposeAsync();
    }

    [Fact]
    public async Task A_batch_is_served_exactly_as_it_came_but_for_offset_and_leader_epoch()
    {
        await ProduceAsync(Batches.Of("first"));
        var batch = Batches.Of("a", "b");
        Assert.Equal((ErrorCode.None, 1L), await ProduceAsync(batch));

        BatchEditing.Place(batch, 1);
        var fetched = await FetchAsync(offset: 1);

        Assert.Equal(batch, fetched.Records);
        Assert.Equal((3, 3, 0, -1), (fetched.HighWatermark, fetched.LastStableOffset, fetched.LogStart, fetched.AbortedCount));
    }

    [Theory]
    [InlineData((short)2, ErrorCode.InvalidRequiredAcks)]
    [InlineData((short)-2, ErrorCode.InvalidRequiredAcks)]
    [InlineData((short)1, ErrorCode.None)]
    public async Task Acknowledgements_are_none_one_or_all(short acks, ErrorCode expected) =>
        Assert.Equal(expected, (await ProduceAsync(Batches.Of("a"), acks)).Error);

    [Fact]
    public async Task Without_acknowledgement_success_is_silent_and_failure_closes()
    {
        await client.SendAsync(ApiKey.Produce, 7, Requests.Produce("t", 0, Batches.Of("a"), acks: 0));
        Assert.Equal(1, (await FetchAsync(offset: 0)).HighWatermark); // The very next answer belongs to the fetch.

        await client.SendAsync(ApiKey.Produce, 7, Requests.Produce("none", 0, Batches.Of("a"), acks: 0));
        Assert.True(await client.IsClosedByBrokerAsync());
    }

    [Fact]
    public async Task An_unregistered_transactional_batch_is_refused_as_the_coordinator_says() =>
        Assert.Equal(ErrorCode.InvalidProducerIdMapping, (await ProduceAsync(Batches.From(99, 0, 0, transactional: true), transactionalId: "nobody")).Error);

    [Fact]
    public async Task A_fetch_at_the_end_waits_for_its_deadline_on_the_brokers_clock()
    {
        await client.SendAsync(ApiKey.Fetch, 11, Requests.Fetch("t", 0, maxWaitMs: 60_000));
        var answering = client.ReceiveAsync(ApiKey.Fetch, 11);
        await ParkedAsync();
        Assert.False(answering.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(60));

        Assert.Empty(FetchAnswer.Read(await answering.WaitAsync(Limit, TestContext.Current.CancellationToken)).Records);
    }

    [Fact]
    public async Task A_fetch_waits_until_min_bytes_are_there()
    {
        using var producer = await RawClient.ConnectAsync(broker);
        var batch = Batches.Of(new string('x', 400));
        await client.SendAsync(ApiKey.Fetch, 11, Requests.Fetch("t", 0, maxWaitMs: 60_000, minBytes: batch.Length + 1));
        var answering = client.ReceiveAsync(ApiKey.Fetch, 11);
        await ParkedAsync();

        await producer.AskAsync(ApiKey.Produce, 7, Requests.Produce("t", 0, batch));
        Assert.False(answering.IsCompleted);
        await producer.AskAsync(ApiKey.Produce, 7, Requests.Produce("t", 0, Batches.Of("y")));

        Assert.Equal(batch.Length + Batches.Of("y").Length, FetchAnswer.Read(await answering.WaitAsync(Limit, TestContext.Current.CancellationToken)).Records.Length);
    }

    [Fact]
    public async Task A_fetch_with_an_error_in_any_partition_is_answered_at_once()
    {
        var answer = await client.AskAsync(ApiKey.Fetch, 11, Requests.Fetch("t", 0, maxWaitMs: 60_000, partitions: 3)); // There are two.

        Assert.Equal(0, FetchAnswer.Read(answer).Error);
        Assert.Contains(ErrorCode.UnknownTopicOrPartition, broker.Requests[^1].Errors);
    }

    [Fact]
    public async Task A_fetch_outside_the_log_is_out_of_range()
    {
        var answer = await FetchAsync(offset: 5);

        Assert.Equal(((short)1, -1L, -1L), (answer.Error, answer.HighWatermark, answer.LastStableOffset));
    }

    [Fact]
    public async Task A_session_is_declined_with_a_top_level_error() => Assert.Equal(70, FetchAnswer.Read(await client.AskAsync(ApiKey.Fetch, 11, Requests.Fetch("t", 0, 0, sessionId: 4))).TopLevelError);

    [Fact]
    public async Task A_client_that_leaves_takes_its_parked_fetch_along()
    {
        using (var leaving = await RawClient.ConnectAsync(broker))
        {
            await leaving.SendAsync(ApiKey.Fetch, 11, Requests.Fetch("t", 0, maxWaitMs: 60_000));
            await ParkedAsync();
        }

        var waiters = broker.Running.Partitions.Find("t", 0)!.Log.Waiters;
        await Eventually.HoldsAsync(() => waiters.Count == 0);
    }

    [Fact]
    public async Task A_deleted_topic_answers_its_parked_fetches()
    {
        await client.SendAsync(ApiKey.Fetch, 11, Requests.Fetch("t", 0, maxWaitMs: 60_000));
        var answering = client.ReceiveAsync(ApiKey.Fetch, 11);
        await ParkedAsync();
        using var admin = await RawClient.ConnectAsync(broker);

        await admin.AskAsync(ApiKey.DeleteTopics, 1, writer => { writer.WriteArrayCount(1); writer.WriteString("t"); writer.WriteInt32(1000); });

        Assert.Equal(3, FetchAnswer.Read(await answering.WaitAsync(Limit, TestContext.Current.CancellationToken)).Error);
    }

    [Fact]
    public async Task A_stopping_broker_answers_parked_fetches()
    {
        await client.SendAsync(ApiKey.Fetch, 11, Requests.Fetch("t", 0, maxWaitMs: 60_000));
        var answering = client.ReceiveAsync(ApiKey.Fetch, 11);
        await ParkedAsync();

        await broker.StopAsync();

        Assert.Equal(0, FetchAnswer.Read(await answering.WaitAsync(Limit, TestContext.Current.CancellationToken)).Error);
    }

    [Fact]
    public async Task An_injected_error_is_answered_in_the_requests_own_shape_and_nothing_happens()
    {
        using var fault = broker.Faults.Inject(new FaultRule { Api = ApiKey.Produce, Topic = "t", Partition = 0, Action = new FaultAction.FailWith(ErrorCode.NotLeaderOrFollower) });

        Assert.Equal((ErrorCode.NotLeaderOrFollower, -1L), await ProduceAsync(Batches.Of("a")));
        Assert.Equal((ErrorCode.None, 0L), await ProduceAsync(Batches.Of("a")));
        Assert.Equal(1, fault.Hits);
    }

    [Fact]
    public async Task A_held_request_goes_on_when_released()
    {
        using var fault = broker.Faults.Inject(new FaultRule { Api = ApiKey.Produce, Action = new FaultAction.Hold() });
        var producing = ProduceAsync(Batches.Of("a"));
        await fault.FirstHit.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.False(producing.IsCompleted);

        fault.Release();

        Assert.Equal(ErrorCode.None, (await producing.WaitAsync(Limit, TestContext.Current.CancellationToken)).Error);
    }

    [Fact]
    public async Task A_lost_answer_means_done_and_a_dropped_request_not()
    {
        using (broker.Faults.Inject(new FaultRule { Api = ApiKey.Produce, Action = new FaultAction.Drop() }))
        {
            await client.SendAsync(ApiKey.Produce, 7, Requests.Produce("t", 0, Batches.Of("dropped")));
            Assert.True(await client.IsClosedByBrokerAsync());
        }

        using var second = await RawClient.ConnectAsync(broker);
        using (broker.Faults.Inject(new FaultRule { Api = ApiKey.Produce, Stage = FaultStage.BeforeAnswer, Action = new FaultAction.CloseAfter(3) }))
        {
            await second.SendAsync(ApiKey.Produce, 7, Requests.Produce("t", 0, Batches.Of("lost")));
            Assert.True(await second.IsClosedByBrokerAsync());
        }

        Assert.Equal(1, broker.Running.Partitions.Find("t", 0)!.Log.View.LogEnd);
    }

    [Fact]
    public async Task A_broker_that_dies_right_after_the_write_has_the_record_when_it_returns()
    {
        broker.CrashPoints.Arm(CrashPoint.ProduceAfterWrite);
        await client.SendAsync(ApiKey.Produce, 7, Requests.Produce("t", 0, Batches.Of("a")));
        Assert.True(await client.IsClosedByBrokerAsync());

        await broker.RestartAsync();

        Assert.Equal(1, broker.Running.Partitions.Find("t", 0)!.Log.View.LogEnd);
    }

    private async Task<(ErrorCode Error, long BaseOffset)> ProduceAsync(byte[] batch, short acks = -1, string? transactionalId = null)
    {
        var answer = await client.AskAsync(ApiKey.Produce, 7, Requests.Produce("t", 0, batch, acks, transactionalId));
        return ReadProduced(answer);
    }

    private static (ErrorCode, long) ReadProduced(RawAnswer answer)
    {
        var reader = answer.Read();
        Assert.Equal(1, reader.ReadArrayCount());
        reader.ReadString();
        Assert.Equal(1, reader.ReadArrayCount());
        reader.ReadInt32();
        var result = ((ErrorCode)reader.ReadInt16(), reader.ReadInt64());
        Assert.Equal(-1, reader.ReadInt64());
        reader.ReadInt64();
        Assert.Equal((0, 0), (reader.ReadInt32(), reader.Remaining)); // The throttle comes last here, and only here.
        return result;
    }

    private async Task<FetchAnswer> FetchAsync(long offset) => FetchAnswer.Read(await client.AskAsync(ApiKey.Fetch, 11, Requests.Fetch("t", offset, maxWaitMs: 0)));

    private Task ParkedAsync()
    {
        var waiters = broker.Running.Partitions.Find("t", 0)!.Log.Waiters;
        return Eventually.HoldsAsync(() => waiters.Count > 0);
    }
}

using Confluent.Kafka;
using Engage.LocalBroker.Conformance.Tests.Support;
using Engage.LocalBroker.Faults;

namespace Engage.LocalBroker.Conformance.Tests.Transactions;

/// <summary>The broker dies at each step of a commit and comes back; the client only sees a connection that was away.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private readonly TaskCompletionSource died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EmbeddedBroker broker = null!;
    private Cluster cluster = null!;

    public async ValueTask InitializeAsync()
    {
        broker = await EmbeddedBroker.StartAsync(new(), Die);
        cluster = new Cluster(broker.BootstrapServers);
        await cluster.CreateTopicAsync("in");
        await cluster.CreateTopicAsync("out", 3);
    }

    public async ValueTask DisposeAsync()
    {
        cluster.Dispose();
        await broker.DisposeAsync();
    }

    public static TheoryData<string, int> Steps => new()
    {
        { nameof(CrashPoint.JournalBefore), 1 },
        { nameof(CrashPoint.JournalTorn), 1 },
        { nameof(CrashPoint.TransactionAfterPrepare), 1 },
        { nameof(CrashPoint.TransactionAfterMarker), 1 },
        { nameof(CrashPoint.TransactionAfterMarker), 2 },
        { nameof(CrashPoint.TransactionBeforeComplete), 1 },
    };

    [Theory, MemberData(nameof(Steps))]
    public async Task A_commit_during_which_the_broker_dies_is_whole_in_every_partition_and_in_the_offsets(string step, int occurrence)
    {
        var producer = await OpenTransactionAsync();
        broker.CrashPoints.Arm(Enum.Parse<CrashPoint>(step), occurrence);

        var commit = Task.Run(() => producer.CommitTransaction(Cluster.Patience), TestContext.Current.CancellationToken);
        await died.Task.WaitAsync(Cluster.Patience, TestContext.Current.CancellationToken);
        await broker.RestartAsync();
        await commit;

        await Cluster.EventuallyAsync("p0 p1 p2", () => Task.FromResult(string.Join(' ', cluster.ReadAll("out").Order())));
        Assert.Equal(5, cluster.Committed("g", "in").Value);
        await producer.CommitAsync("in", "the producer goes on");
    }

    [Theory, MemberData(nameof(Steps))]
    public async Task An_abort_during_which_the_broker_dies_leaves_nothing_anywhere(string step, int occurrence)
    {
        var producer = await OpenTransactionAsync();
        broker.CrashPoints.Arm(Enum.Parse<CrashPoint>(step), occurrence);

        var abort = Task.Run(() => producer.AbortTransaction(Cluster.Patience), TestContext.Current.CancellationToken);
        await died.Task.WaitAsync(Cluster.Patience, TestContext.Current.CancellationToken);
        await broker.RestartAsync();
        await abort;

        Assert.Equal(Offset.Unset, cluster.Committed("g", "in"));
        await producer.CommitAsync("out", "after");
        await Cluster.EventuallyAsync("after", () => Task.FromResult(string.Join(' ', cluster.ReadAll("out"))));
    }

    /// <summary>One record in each of three partitions and an offset, all in one open transaction.</summary>
    private async Task<IProducer<string, string>> OpenTransactionAsync()
    {
        var producer = cluster.Producer("t8");
        using var group = cluster.ConsumerBuilder("g").Build();
        producer.BeginTransaction();
        foreach (var partition in (int[])[0, 1, 2])
        {
            await producer.ProduceAsync(new TopicPartition("out", partition), new() { Key = "k", Value = $"p{partition}" });
        }

        producer.SendOffsetsToTransaction([new("in", 0, 5)], group.ConsumerGroupMetadata, Cluster.Patience);
        return producer;
    }

    private void Die()
    {
        broker.Abandon();
        died.TrySetResult();
    }
}

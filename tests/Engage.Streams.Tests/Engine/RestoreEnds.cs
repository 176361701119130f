using Engage.Streams.Ports;
using Engage.Streams.Runtime;
using Engage.Streams.Testing;
using Engage.Streams.Testing.Cluster;
using Engage.Streams.Tests.Simulation;

namespace Engage.Streams.Tests.Engine;

/// <summary>A restore that is cut short, or finds its database in use, must leave the database for the next one.</summary>
public sealed class RestoreEnds : IDisposable
{
    private readonly Bench bench = new();
    private readonly InMemoryStateStores stores = new();
    private readonly RecordingEvents events = new();

    /// <summary>As when a frozen process thaws: the group has given the partition away, and the restore takes its last step in the same moment.</summary>
    [Fact]
    public void A_restore_that_is_cancelled_in_its_last_step_closes_its_database()
    {
        var wasCancelled = false;
        RestoreJob? job = null;
        job = Job(() => wasCancelled = job!.TryCancel());

        Assert.True(job.Step(Reader()));

        Assert.True(wasCancelled);
        Assert.IsType<OperationCanceledException>(job.Error);
        stores.Open("summer", 0).Dispose();
    }

    [Fact]
    public void A_restore_that_has_completed_cannot_be_cancelled_and_leaves_its_database_open()
    {
        var job = Job();
        Assert.True(job.Step(Reader()));

        Assert.False(job.TryCancel());

        Assert.Null(job.Error);
        Assert.Equal(StateFault.Locked, Assert.Throws<StateStoreException>(() => stores.Open("summer", 0)).Fault);
    }

    [Fact]
    public void A_database_in_use_is_waited_for_and_reported_once()
    {
        var former = stores.Open("summer", 0);
        var job = Job();
        Assert.False(job.Step(Reader()));
        Assert.False(job.Step(Reader()));
        Assert.True(job.IsHeldUp);
        Assert.Single(events.Troubles);

        former.Dispose();

        Assert.True(job.Step(Reader()));
        Assert.False(job.IsHeldUp);
        Assert.Null(job.Error);
    }

    [Fact]
    public void A_database_that_stays_in_use_is_an_error_after_half_a_minute()
    {
        using var former = stores.Open("summer", 0);
        var job = Job();
        Assert.False(job.Step(Reader()));

        bench.Time.Advance(StoreRecovery.LockWaitMax);

        Assert.True(job.Step(Reader()));
        Assert.Equal(StateFault.Locked, Assert.IsType<StateStoreException>(job.Error).Fault);
    }

    /// <summary>A broker that dies while it is asked: the client reports success and no offset. Taken for an end, it would make an empty state a restored one.</summary>
    [Theory]
    [InlineData("summer-changelog")]
    [InlineData("numbers")]
    public void An_answer_without_an_offset_is_asked_for_again(string topic)
    {
        var isUnknown = true;
        var job = Job(unknown: asked => isUnknown && asked == topic);
        Assert.False(job.Step(Reader()));
        Assert.True(job.IsHeldUp);

        isUnknown = false;

        Assert.True(job.Step(Reader()));
        Assert.Null(job.Error);
        Assert.Equal([0L], job.StartOffsets);
    }

    public void Dispose() => bench.Dispose();

    private RestoreJob Job(Action? atLastQuestion = null, Func<string, bool>? unknown = null)
    {
        var client = Client();
        var admin = new InterruptedAdmin(client.CreateAdmin(), atLastQuestion, unknown ?? (_ => false));
        var services = new WorkerServices(client, admin, stores, new InlineRestorer(client), events, bench.Time, Failpoints.None, "a");
        var plan = WorkerPlan.Load(SimulatedWork.Build(1), new StreamsOptions { StateDirectory = "memory", TopicPrefix = string.Empty }, admin);
        return new RestoreJob(new StreamTask(plan, 0, services, () => { }), plan, services, [TopicPartitionOffset.None]);
    }

    private InMemoryClient Client() => new(bench.Cluster, new ReliableNetwork());

    private ILogReader Reader() => Client().CreateReader();

    /// <summary>Has something happen while the restore asks where its input starts, which is the last thing that it does; does not know some topics' offsets.</summary>
    private sealed class InterruptedAdmin(ITopicAdmin inner, Action? atLastQuestion, Func<string, bool> unknown) : ITopicAdmin
    {
        public TopicDescription Describe(string topic) => inner.Describe(topic);

        public long ReadHighWatermark(TopicPartition partition) => unknown(partition.Topic) ? TopicPartitionOffset.None : inner.ReadHighWatermark(partition);

        public long ReadStableEnd(TopicPartition partition) => inner.ReadStableEnd(partition);

        public long ReadLogStart(TopicPartition partition)
        {
            if (partition.Topic == "numbers") atLastQuestion?.Invoke();
            return unknown(partition.Topic) ? TopicPartitionOffset.None : inner.ReadLogStart(partition);
        }

        public Task<int> CountUnassigned(string group, IReadOnlyList<TopicPartition> partitions) => inner.CountUnassigned(group, partitions);

        public void Dispose() => inner.Dispose();
    }
}

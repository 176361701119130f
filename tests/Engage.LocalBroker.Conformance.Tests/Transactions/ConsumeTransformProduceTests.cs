using Confluent.Kafka;
using Engage.LocalBroker.Conformance.Tests.Support;
using Engage.LocalBroker.Faults;

namespace Engage.LocalBroker.Conformance.Tests.Transactions;

/// <summary>T5: inputs are copied exactly once by workers that die, or are thrown out of their group, in mid-transaction.</summary>
public sealed class ConsumeTransformProduceTests : IAsyncLifetime
{
    private const int Partitions = 4;
    private const int Rounds = 20;

    private readonly List<CopyWorker> workers = [];
    private readonly List<string> inputs = [];
    private readonly CopyProgress progress = new();
    private EmbeddedBroker broker = null!;
    private Cluster cluster = null!;
    private IProducer<string, string> feeder = null!;

    private Coordination.CoordinatorFaults Coordinator => broker.Running.Coordinator.Faults;

    public async ValueTask InitializeAsync()
    {
        broker = await EmbeddedBroker.StartAsync();
        cluster = new Cluster(broker.BootstrapServers);
        feeder = cluster.Producer(null);
        await cluster.CreateTopicAsync("in", Partitions);
        await cluster.CreateTopicAsync("out", Partitions);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in workers)
        {
            var member = worker.Stop();
            if (member.Length > 0) await Coordinator.ExpireMemberAsync(CopyWorker.Group, member);
        }

        await broker.DisposeAsync();
        foreach (var worker in workers) worker.Bury();
        cluster.Dispose();
    }

    [Fact]
    public async Task Each_input_is_in_the_output_exactly_once_although_workers_die_in_mid_transaction()
    {
        for (var started = 0; started < 3; started++) workers.Add(new CopyWorker(cluster, $"w{started}", progress));

        for (var round = 0; round < Rounds; round++)
        {
            var dying = workers[round];
            dying.HaltAt(round % 2 == 0 ? Moment.BeforeOffsets : Moment.BeforeCommit);
            var member = await FeedUntilHaltedAsync(dying);
            dying.Die();
            Silence(dying);
            workers.Add(new CopyWorker(cluster, $"w{workers.Count}", progress));

            // Its partitions move on while its transaction is still open, so that the next owner meets undecided offsets.
            Assert.True(await Coordinator.ExpireMemberAsync(CopyWorker.Group, member));
            Assert.True(await Coordinator.ExpireTransactionAsync(dying.TransactionalId));
        }

        while (progress.Copied < inputs.Count) await progress.ChangedAsync();
        Assert.Equal(inputs.Count, CommittedInputs());
        Assert.Equal(inputs.Order(), cluster.ReadAll("out").Order());
    }

    [Fact]
    public async Task A_worker_thrown_out_in_mid_transaction_cannot_commit_what_its_successor_copied()
    {
        await CopyAroundAWorkerThatWasThrownOutAsync(MembershipProof.TakenBeforeReading);

        Assert.Equal(inputs.Order(), cluster.ReadAll("out").Order());
    }

    /// <summary>The control. No broker refuses this, Apache Kafka neither: it checks who commits, not who owns the partition.</summary>
    [Fact]
    public async Task A_worker_that_polls_in_its_transaction_and_then_asks_for_its_membership_copies_twice()
    {
        await CopyAroundAWorkerThatWasThrownOutAsync(MembershipProof.TakenAfterPolling);

        Assert.Equal(inputs.Concat(inputs).Order(), cluster.ReadAll("out").Order());
    }

    /// <summary>All inputs are in the first worker's open transaction when it is thrown out; the second copies them, then the first goes on.</summary>
    private async Task CopyAroundAWorkerThatWasThrownOutAsync(MembershipProof proof)
    {
        for (var count = 0; count < CopyWorker.RecordsPerTransaction; count++) await FeedAsync(partition: 0);
        var first = new CopyWorker(cluster, "first", progress, proof);
        workers.Add(first);
        first.HaltAt(Moment.BeforeOffsets);
        var member = await first.Halted.WaitAsync(Cluster.Patience, TestContext.Current.CancellationToken);

        Assert.True(await Coordinator.ExpireMemberAsync(CopyWorker.Group, member));
        await Cluster.EventuallyAsync("", () => Task.FromResult(first.MemberId));
        workers.Add(new CopyWorker(cluster, "second", progress));
        while (progress.Copied < inputs.Count) await progress.ChangedAsync();

        first.Resume();
        first.Stop();
    }

    /// <summary>The client library of a dead worker lives on in this process and would join the group again; a dead process says nothing.</summary>
    private void Silence(CopyWorker dead) => broker.Faults.Inject(new FaultRule { ClientId = dead.TransactionalId, Count = null, Action = new FaultAction.Drop() });

    /// <summary>Gives the workers just as much to do as they get done, until this one stands still over it.</summary>
    private async Task<string> FeedUntilHaltedAsync(CopyWorker worker)
    {
        while (!worker.Halted.IsCompleted)
        {
            for (var partition = 0; partition < Partitions; partition++) await FeedAsync(partition);
            while (!worker.Halted.IsCompleted && progress.Copied < inputs.Count) await progress.ChangedAsync();
        }

        return await worker.Halted;
    }

    private async Task FeedAsync(int partition)
    {
        var value = $"v{inputs.Count}";
        inputs.Add(value);
        await feeder.ProduceAsync(new TopicPartition("in", partition), new Message<string, string> { Key = value, Value = value });
    }

    private long CommittedInputs()
    {
        using var consumer = cluster.ConsumerBuilder(CopyWorker.Group).Build();
        var committed = consumer.Committed([.. Enumerable.Range(0, Partitions).Select(static partition => new TopicPartition("in", partition))], Cluster.Patience);
        return committed.Sum(static offset => Math.Max(0, offset.Offset.Value));
    }
}

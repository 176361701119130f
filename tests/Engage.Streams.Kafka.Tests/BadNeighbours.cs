using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Engage.LoadTest.Brokers;
using Engage.LoadTest.Summing;

namespace Engage.Streams.Kafka.Tests;

/// <summary>Brokers that go down, groups that never rest, strangers in the changelog, operators who delete. The numbers are those of the test catalogue.</summary>
public abstract class BadNeighbours(BrokerUnderTest under)
{
    /// <summary>8: processes come and go, so that the group hardly ever rests.</summary>
    [Theory]
    [InlineData(1)] // Incremental rebalances.
    [InlineData(2)] // Eager ones, inputs that belong together.
    public async Task A_storm_of_rebalances_loses_and_doubles_nothing(int inputs)
    {
        using var sums = Case(inputs, partitions: 4);
        sums.Settings = sums.Settings with { SessionTimeout = TimeSpan.FromSeconds(2) };
        var random = new Random(sums.Seed);
        var running = new Dictionary<string, WorkerProcess>();
        for (var turn = 0; turn < under.Storms; turn++)
        {
            var name = ((char)('a' + random.Next(3))).ToString();
            if (running.Remove(name, out var worker)) worker.Terminate();
            else running[name] = await sums.Start(name);
            for (var burst = 0; burst < 10; burst++) sums.Input.Send(random.Next(1, 60));
        }

        await sums.Start("last");

        sums.AssertExactlyOnce();
    }

    /// <summary>8: a static member that dies in the midst of a hand-over comes back to a group that believes it still has what it gave up.</summary>
    [Fact]
    public async Task A_process_that_dies_between_the_two_phases_of_a_rebalance_leaves_no_partition_to_nobody()
    {
        using var sums = Case(partitions: 4);
        await DieHandingOver(sums, string.Empty);

        sums.AssertExactlyOnce();
    }

    [Fact]
    public async Task Control_8_without_the_watch_what_it_gave_back_stays_with_nobody()
    {
        using var sums = Case(partitions: 4);
        await DieHandingOver(sums, "unsafe:AssignmentWatch");

        Assert.NotNull(sums.LeftAfter(sums.Settings.SessionTimeout * 2.5)); // With the watch it takes one and a half.
    }

    /// <summary>10: one node is coordinator of everything and leader of every partition.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broker_restarted_in_the_midst_of_a_transaction_loses_and_doubles_nothing(bool isKilled)
    {
        using var sums = Case();
        sums.Input.Send(200);
        sums.Settings = sums.Settings with { SessionTimeout = TimeSpan.FromSeconds(20) };
        var worker = await sums.Start("a", "commit.after-produce:sleep1500@3;commit.after-send-offsets:sleep1500@6");
        foreach (var place in new[] { "failpoint commit.after-produce", "failpoint commit.after-send-offsets" })
        {
            sums.SendUntilSaid(worker, place);
            await sums.RestartBroker(isKilled);
        }

        sums.Input.Send(200);

        sums.AssertExactlyOnce();
    }

    /// <summary>16: somebody else's transaction holds the readable end of the changelog back.</summary>
    [Fact]
    public async Task A_restore_waits_for_a_strangers_transaction_to_end()
    {
        using var sums = Case();
        using var stranger = await KillBehindAStrangersTransaction(sums);
        sums.LoseDisk("a");
        var worker = await sums.Start("a");
        foreach (var partition in new[] { 0, 1 }) await sums.Says(worker, $"task {partition} Running");

        sums.AssertExactlyOnce();
    }

    [Fact]
    public async Task Control_16_a_restore_to_the_readable_end_lacks_what_comes_after()
    {
        using var sums = Case();
        using var stranger = await KillBehindAStrangersTransaction(sums);
        sums.LoseDisk("a");
        var hasty = sums.Begin("a", "unsafe:RestoreToHighWatermark");

        Assert.Contains("lacks a transaction", await sums.Says(hasty, "alarm"), StringComparison.Ordinal); // The chain of transactions is the second line.
    }

    /// <summary>25.</summary>
    [Fact]
    public async Task Input_deleted_before_it_was_read_stops_the_task_and_is_not_jumped_over()
    {
        using var sums = Case();
        sums.Input.Send(200);
        var worker = await sums.Start("a");
        sums.WaitUntilRead();
        worker.Terminate();
        sums.Input.Send(200);
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = sums.Broker.Bootstrap }).Build())
            await admin.DeleteRecordsAsync([new TopicPartitionOffset(sums.Prefix + "numbers", 0, Offset.End)]);

        var again = sums.Begin("a");

        Assert.Contains("input was deleted before it was processed", await sums.Says(again, "alarm 0"), StringComparison.Ordinal);
        await sums.Says(again, "task 1 Running"); // The other partition goes on.
    }

    private static async Task DieHandingOver(SumCase sums, string unsafely)
    {
        sums.Settings = sums.Settings with { SessionTimeout = TimeSpan.FromSeconds(12) };
        sums.Input.Send(200);
        var first = await sums.Start("a", $"{unsafely};revoke.start:kill@1");
        sums.WaitUntilRead();
        sums.Begin("b", unsafely);
        sums.SendUntilDead(first);
        await sums.Start("a", unsafely);
        sums.Input.Send(500);
    }

    private static async Task<IProducer<byte[], byte[]>> KillBehindAStrangersTransaction(SumCase sums)
    {
        sums.Input.Send(200);
        var worker = await sums.Start("a");
        sums.WaitUntilRead();
        var stranger = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = sums.Broker.Bootstrap, TransactionalId = sums.Prefix + "stranger", TransactionTimeoutMs = 15_000 }).Build();
        stranger.InitTransactions(sums.CaseMax);
        stranger.BeginTransaction();
        foreach (var partition in new[] { 0, 1 })
            await stranger.ProduceAsync(new TopicPartition($"{sums.Prefix}{SumTopology.Worker}-changelog", partition), new Message<byte[], byte[]> { Key = [60, 1], Value = [1] });

        sums.Input.Send(200);
        sums.WaitUntilRead(); // Committed after the stranger's record.
        worker.Kill();
        return stranger;
    }

    private SumCase Case(int inputs = 1, int partitions = 2)
    {
        Assert.SkipUnless(under.IsAvailable, $"{ApacheKafka.HomeVariable} is not set");
        return new SumCase(under.Broker, inputs, partitions);
    }
}

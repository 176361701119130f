using Engage.Streams.Ports;
using Engage.Streams.Runtime;
using Engage.Streams.Testing;
using Engage.Streams.Testing.Cluster;
using Engage.Streams.Tests.Simulation;

namespace Engage.Streams.Tests.Engine;

/// <summary>Records that cannot be processed yet: they hold their partition, nothing else.</summary>
public sealed class Waiting
{
    [Fact]
    public void A_record_waits_for_the_table_and_is_decided_by_the_version_it_names()
    {
        using var bench = new Bench(partitions: 2);
        bench.Start("a");
        bench.Send("bob", 10, tableOffset: 1, partition: 0); // Not written yet.
        bench.Send("bob", 1, partition: 0);
        bench.Send("ada", 1, partition: 1);
        bench.Run(TimeSpan.FromSeconds(2));
        Assert.Empty(bench.Sums(0));
        Assert.Equal([("ada", 1)], bench.Sums(1));

        bench.AddFactor(3);
        bench.AddFactor(7); // Comes later, decides nothing here.
        bench.RunUntilRead();

        Assert.Equal([("bob", 30), ("bob", 31)], bench.Sums(0));
        Assert.Null(bench.Violation());
    }

    /// <summary>27.</summary>
    [Fact]
    public void A_rule_changed_during_a_transaction_that_is_aborted_and_replayed_changes_nothing()
    {
        using var bench = new Bench();
        ChangeTheRuleBetweenAbortAndReplay(bench);

        Assert.Equal([("ada", 10)], bench.Sums());
        Assert.Null(bench.Violation());
    }

    [Fact]
    public void Control_27_decided_by_the_newest_rule_the_replay_comes_out_differently()
    {
        using var bench = new Bench { Work = inputs => SimulatedWork.Build(inputs, byNewest: true) };
        ChangeTheRuleBetweenAbortAndReplay(bench);

        Assert.Equal([("ada", 50)], bench.Sums());
        Assert.StartsWith("I1", bench.Violation(), StringComparison.Ordinal);
    }

    [Fact]
    public void More_records_than_may_be_held_wait_at_the_broker()
    {
        using var bench = new Bench();
        bench.Start("a");
        bench.Send("ada", 10, tableOffset: 1);
        for (var i = 0; i < 1_000; i++) bench.Send("ada", 1);
        bench.Run(TimeSpan.FromSeconds(2));

        bench.AddFactor(3);
        bench.RunUntilRead();

        Assert.Equal(1_001, bench.Sums().Count);
        Assert.Equal(1_030, bench.Sums()[^1].Sum);
    }

    /// <summary>The control marker behind a held record was heard of while the record waited.</summary>
    [Fact]
    public void The_end_that_was_reached_while_a_record_waited_is_committed_afterwards()
    {
        using var bench = new Bench();
        bench.Start("a");
        var foreign = new InMemoryProducer(bench.Cluster, new ReliableNetwork(), new ProducerSettings("foreign", TimeSpan.FromMinutes(1), 10));
        foreign.InitTransactions(TimeSpan.FromSeconds(1));
        foreign.Begin();
        foreign.Produce(new OutgoingRecord { Topic = "numbers", Partition = 0, Key = "ada"u8, Value = SimulatedWork.Number(1, tableOffset: 1), TimestampMicros = bench.Time.NowMicros });
        foreign.Commit(TimeSpan.FromSeconds(1));
        bench.Run(TimeSpan.FromSeconds(1));
        bench.AddFactor(2);
        bench.Run(TimeSpan.FromSeconds(2));

        Assert.Equal([("ada", 2)], bench.Sums());
        Assert.Equal(2, bench.GroupOffsets[new TopicPartition("numbers", 0)]); // The marker has an offset, too: less would look like lag for ever.
    }

    [Fact]
    public void A_wait_of_half_a_minute_is_reported_and_no_record_is_skipped()
    {
        using var bench = new Bench();
        var worker = bench.Start("a");
        bench.Send("ada", 10, tableOffset: 1);
        bench.Run(TimeSpan.FromSeconds(20));
        Assert.Empty(Problems());
        bench.Run(TimeSpan.FromSeconds(15));

        Assert.Contains("factors to reach offset 1", Assert.Single(Problems()), StringComparison.Ordinal);
        Assert.Empty(bench.Sums());

        IReadOnlyList<string> Problems()
        {
            var health = new HealthCheck(bench.Time);
            health.Add(worker.Loop!);
            return health.Result().Problems;
        }
    }

    private static void ChangeTheRuleBetweenAbortAndReplay(Bench bench)
    {
        var worker = bench.Start("a");
        bench.Faults.Fail("send-offsets", ClientFault.Abortable);
        bench.Send("ada", 10, tableOffset: 0);
        bench.RunUntil(() => worker.Troubles.Count > 0);
        bench.AddFactor(5);
        bench.RunUntilRead();
    }
}

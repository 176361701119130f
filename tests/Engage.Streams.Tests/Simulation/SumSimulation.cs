using System.Buffers.Binary;
using System.Text;
using Engage.Streams.Ports;
using Engage.Streams.Runtime;
using Engage.Streams.Testing;
using Engage.Streams.Testing.Cluster;

namespace Engage.Streams.Tests.Simulation;

/// <summary>A simulated cluster with three worker processes that crash, freeze, lose disks and talk over a bad network, all decided by one seed; then calm, and a check of what is left.</summary>
internal sealed class SumSimulation
{
    private const int Partitions = 3;
    private const int Processes = 3;
    private const int Keys = 6;
    private const int StormSteps = 1_500;
    private const int CalmStepsMax = 6_000;
    private const double FairShare = 0.02;
    private const double StormyShare = 0.3;

    private static readonly DateTimeOffset Nine = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private static readonly Topic<string, long> Numbers = new("numbers", Serdes.Utf8, Serdes.Int64);
    private static readonly Topic<string, long> Sums = new("sums", Serdes.Utf8, Serdes.Int64);
    private static readonly Store<string, long> SumByKey = new("sum-by-key", 1, Serdes.Utf8, Serdes.Int64);

    private readonly Random random;
    private readonly ManualTime time = new(Nine);
    private readonly InMemoryCluster cluster;
    private readonly SimulatedNetwork network;
    private readonly SimulatedProcess[] processes;
    private bool isCalm;
    private int sent;

    private SumSimulation(int seed, Protections off)
    {
        random = new Random(seed);
        cluster = new InMemoryCluster(time);
        network = new SimulatedNetwork(random) { FaultShare = FairShare };
        foreach (var topic in new[] { "numbers", "sums" }) cluster.CreateTopic(topic, Partitions);
        cluster.CreateTopic("summer-changelog", Partitions, "compact");
        processes = [.. Enumerable.Range(0, Processes).Select(number => new SimulatedProcess($"p{number}", Build(), cluster, network, off, AtFailpoint))];
    }

    /// <summary>Runs a seed.</summary>
    /// <returns>What went wrong; null if nothing did.</returns>
    public static string? Run(int seed, Protections off = Protections.None)
    {
        var simulation = new SumSimulation(seed, off);
        simulation.Storm();
        return simulation.Calm() ?? SumVerifier.Check(simulation.cluster, simulation.processes, Partitions);
    }

    private void Storm()
    {
        foreach (var process in processes) process.Start();
        for (var step = 0; step < StormSteps; step++)
        {
            if (random.Next(3) == 0) Send();
            Disturb(processes[random.Next(Processes)]);
            processes[random.Next(Processes)].Step();
            Pass(random.Next(40));
            if (random.Next(8) == 0) network.DeliverSome(); // Mostly late requests arrive between others, inside the next transaction.
            if (random.Next(100) == 0) network.FaultShare = random.Next(4) == 0 ? StormyShare : FairShare; // Faults come in bursts.
        }
    }

    /// <summary>No more faults: everything must come to an end by itself.</summary>
    private string? Calm()
    {
        isCalm = true;
        network.FaultShare = 0;
        for (var step = 0; step < CalmStepsMax; step++)
        {
            foreach (var process in processes)
            {
                if (!process.IsUp) process.Start();
                process.Step();
            }

            network.DeliverSome();
            Pass(20);
            if (step % 50 == 49 && IsDone()) return null;
        }

        var standing = processes.Select((process, number) =>
            $"p{number} runs [{string.Join(", ", process.Tasks.Select(task => $"{task.Partition} {task.State} at {task.Positions[0]} {task.StopReason}"))}] after {string.Join("; ", process.Troubles.TakeLast(2))}");
        return $"no end after the storm, group generation {cluster.Group("summer").Generation}, rebalancing {cluster.Group("summer").IsRebalancing}, offsets {string.Join(", ", cluster.Group("summer").Offsets)}: {string.Join(" | ", standing)}";
    }

    private bool IsDone() => Enumerable.Range(0, Partitions).All(partition =>
        cluster.Group("summer").Offsets.GetValueOrDefault(new TopicPartition("numbers", partition)) == cluster.Log(new TopicPartition("numbers", partition)).HighWatermark);

    private void Disturb(SimulatedProcess process)
    {
        switch (random.Next(200))
        {
            case 0:
                process.Kill();
                break;
            case 1:
                process.Kill();
                process.LoseDisk();
                break;
            case 2:
                Pass(random.Next(20_000)); // Everybody stands still: sessions and transactions run out.
                break;
        }

        if (!process.IsUp && random.Next(20) == 0) process.Start();
    }

    /// <summary>In the midst of a commit or restore a process may die, or stand still while the others go on and take its partitions.</summary>
    private void AtFailpoint(string place)
    {
        if (isCalm) return;
        switch (random.Next(400))
        {
            case 0:
                throw new SimulatedCrash(place);
            case 1:
                StandStill();
                break;
        }
    }

    private void StandStill()
    {
        for (var step = 0; step < 60; step++)
        {
            Pass(300);
            foreach (var process in processes) process.Step(); // The one that stands still is in the middle of its step and ignores this.
        }
    }

    private void Pass(int milliseconds)
    {
        time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        cluster.Expire();
    }

    private void Send()
    {
        var key = Encoding.UTF8.GetBytes($"player-{random.Next(Keys)}");
        var value = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(value, ++sent);
        cluster.Append(new TopicPartition("numbers", Partitioner.PartitionOf(key, Partitions)), key, value, default, time.NowMicros);
    }

    private static Topology Build()
    {
        var topology = new TopologyBuilder("summer").AddStore(SumByKey);
        topology.Stream(Numbers).Process("sum", task => new Sum(task.Open(SumByKey), task.Output(Sums))).To(Sums);
        return topology.Build();
    }

    private sealed class Sum(IKeyValueStore<string, long> sums, Output<string, long> output) : IProcessor
    {
        public ProcessResult Process(in InputRecord record)
        {
            var (key, number) = (record.KeyAs(Numbers), record.ValueAs(Numbers));
            sums.TryGet(key, out var sum);
            sums.Put(key, sum + number);
            output.Send(key, sum + number);
            return ProcessResult.Done;
        }
    }
}

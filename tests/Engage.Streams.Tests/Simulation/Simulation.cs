using System.Text;
using Engage.Streams.Ports;
using Engage.Streams.Runtime;
using Engage.Streams.Testing;
using Engage.Streams.Testing.Cluster;

namespace Engage.Streams.Tests.Simulation;

/// <summary>
/// A simulated cluster with three worker processes that crash, freeze, lose disks, meet disk errors and talk over a bad network, all decided by one seed; then calm, and a check of what is left.
/// Odd seeds rebalance incrementally, even ones eagerly over two inputs.
/// </summary>
internal sealed class Simulation
{
    private const int Partitions = 3;
    private const int Processes = 3;
    private const int Keys = 12;
    private const int StormSteps = 1_500;
    private const int CalmStepsMax = 6_000;
    private const int CalmCheckSteps = 50;
    private const double FairShare = 0.02;
    private const double StormyShare = 0.3;
    private const double DiskFaultShare = 0.0005;
    private const double PoisonShare = 0.01;
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    private static readonly DateTimeOffset Nine = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly Random random;
    private readonly ManualTime time = new(Nine);
    private readonly InMemoryCluster cluster;
    private readonly SimulatedNetwork network;
    private readonly SimulatedProcess[] processes;
    private readonly int inputs;
    private readonly Action<string>? log;
    private ulong fingerprint = FnvOffset;
    private bool isCalm;
    private long factors;

    private Simulation(int seed, Protections off, Action<string>? log)
    {
        random = new Random(seed);
        inputs = 1 + ((seed + 1) % 2);
        this.log = log;
        cluster = new InMemoryCluster(time);
        network = new SimulatedNetwork(random) { FaultShare = FairShare };
        foreach (var topic in new[] { "numbers", "more-numbers", "sums", "rewards", "reminders", "dead-letters" }) cluster.CreateTopic(topic, Partitions);
        cluster.CreateTopic("factors", 1, "compact");
        cluster.CreateTopic("summer-changelog", Partitions, "compact");
        AddFactor();
        processes = [.. Enumerable.Range(0, Processes).Select(number => new SimulatedProcess(
            $"p{number}", () => SimulatedWork.Build(inputs), cluster, network, new SimulatedDisk(() => !isCalm && random.NextDouble() < DiskFaultShare), off, AtFailpoint))];
    }

    /// <summary>Runs a seed.</summary>
    /// <param name="log">Hears every step.</param>
    public static SimulationResult Run(int seed, Protections off = Protections.None, Action<string>? log = null)
    {
        var simulation = new Simulation(seed, off, log);
        simulation.Storm();
        var violation = simulation.Calm() ?? new SimulationVerifier(simulation.cluster, simulation.processes, Partitions, simulation.inputs).Check();
        return new SimulationResult(violation, simulation.fingerprint);
    }

    private void Storm()
    {
        foreach (var process in processes) process.Start();
        for (var step = 0; step < StormSteps; step++)
        {
            if (random.Next(3) == 0) Send();
            if (random.Next(60) == 0) AddFactor();
            Disturb(processes[random.Next(Processes)]);
            Step(random.Next(Processes));
            if (random.Next(4) == 0) processes[random.Next(Processes)].FollowTables(); // Seldom enough that records have to wait for it.
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
            for (var number = 0; number < Processes; number++)
            {
                if (!processes[number].IsUp) processes[number].Start();
                processes[number].FollowTables();
                Step(number);
            }

            network.DeliverSome();
            Pass(20);
            if (step % CalmCheckSteps == CalmCheckSteps - 1 && IsDone()) return null;
        }

        var standing = processes.Select((process, number) =>
            $"p{number} runs [{string.Join(", ", process.Tasks.Select(task => $"{task.Partition} {task.State} at {string.Join('/', task.Positions)} {task.StopReason}"))}] after {string.Join("; ", process.Troubles.TakeLast(2))}");
        return $"I7: no end after the storm, group generation {cluster.Group("summer").Generation}, rebalancing {cluster.Group("summer").IsRebalancing}, offsets {string.Join(", ", cluster.Group("summer").Offsets)}: {string.Join(" | ", standing)}";
    }

    /// <summary>All input is committed and all timers have fired.</summary>
    private bool IsDone() => Enumerable.Range(0, Partitions).All(partition => IsRead("numbers", partition) && (inputs == 1 || IsRead("more-numbers", partition)))
        && processes.SelectMany(process => process.Tasks).All(task => task.State != TaskState.Running || task.Timers!.NextMicros == long.MaxValue);

    private bool IsRead(string topic, int partition) =>
        cluster.Group("summer").Offsets.GetValueOrDefault(new TopicPartition(topic, partition)) == cluster.Log(new TopicPartition(topic, partition)).HighWatermark;

    private void Step(int number)
    {
        processes[number].Step();
        Note($"p{number} {cluster.Version} {time.NowMicros} {processes[number].Troubles.Count}");
    }

    private void Disturb(SimulatedProcess process)
    {
        switch (random.Next(200))
        {
            case 0:
                process.Kill();
                break;
            case 1:
                process.Kill();
                process.Disk.Lose();
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
        Note(place);
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
        var value = random.NextDouble() < PoisonShare ? [1] : SimulatedWork.Number(random.Next(1, 30), random.NextInt64(Math.Max(0, factors - 3), factors));
        var topic = inputs > 1 && random.Next(2) == 1 ? "more-numbers" : "numbers";
        cluster.Append(new TopicPartition(topic, Partitioner.PartitionOf(key, Partitions)), key, value, default, time.NowMicros);
    }

    private void AddFactor()
    {
        var factor = new byte[sizeof(long)];
        factor[^1] = (byte)random.Next(1, 4);
        cluster.Append(new TopicPartition("factors", 0), Encoding.UTF8.GetBytes($"factor-{factors++}"), factor, default, time.NowMicros);
    }

    private void Note(string what)
    {
        foreach (var letter in what) fingerprint = (fingerprint ^ letter) * FnvPrime;
        log?.Invoke(what);
    }
}

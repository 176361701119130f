using System.Buffers.Binary;
using System.Text;
using Engage.Streams.Ports;
using Engage.Streams.Runtime;
using Engage.Streams.Testing;
using Engage.Streams.Testing.Cluster;
using Engage.Streams.Tests.Simulation;

namespace Engage.Streams.Tests.Engine;

/// <summary>A cluster in memory and worker processes of <see cref="SimulatedWork"/> on it, under a clock that the test moves. Nothing goes wrong here but what the test does.</summary>
internal sealed class Bench : IDisposable
{
    private const int TurnsMax = 2_000;

    private static readonly DateTimeOffset Nine = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(20);

    private readonly List<SimulatedProcess> processes = [];
    private readonly int inputs;
    private readonly int partitions;
    private readonly Protections off;

    public Bench(int inputs = 1, int partitions = 1, Protections off = Protections.None)
    {
        (this.inputs, this.partitions, this.off) = (inputs, partitions, off);
        Cluster = new InMemoryCluster(Time);
        foreach (var topic in new[] { "numbers", "more-numbers", "sums", "rewards", "reminders", "dead-letters" }) Cluster.CreateTopic(topic, partitions);
        Cluster.CreateTopic("factors", 1, "compact");
        Cluster.CreateTopic("summer-changelog", partitions, "compact");
        AddFactor(1);
    }

    public ManualTime Time { get; } = new(Nine);

    public InMemoryCluster Cluster { get; }

    public FaultScript Faults { get; } = new();

    /// <summary>What the processes do.</summary>
    public Func<int, Topology> Work { get; init; } = SimulatedWork.Build;

    /// <summary>What the processes go by; the bench's time unless told otherwise.</summary>
    public Func<ManualTime, TimeProvider> Clock { get; init; } = time => time;

    /// <summary>Called with the name of every failpoint that a process passes.</summary>
    public Action<string> AtFailpoint { get; set; } = _ => { };

    public TopicPartition Changelog => new("summer-changelog", 0);

    public Dictionary<TopicPartition, long> GroupOffsets => Cluster.Group("summer").Offsets;

    /// <summary>Starts a process on a disk of its own, or on <paramref name="disk"/>.</summary>
    public SimulatedProcess Start(string name, SimulatedDisk? disk = null, Func<StreamsOptions, StreamsOptions>? configure = null)
    {
        var process = new SimulatedProcess(name, () => Work(inputs), Cluster, new ReliableNetwork(), disk ?? new SimulatedDisk(() => false), off, place => AtFailpoint(place))
        {
            Disguise = client => new FaultyClient(client, Faults),
            Clock = Clock(Time),
            Configure = configure ?? (options => options),
        };
        processes.Add(process);
        process.Start();
        return process;
    }

    public void AddFactor(byte factor) => Cluster.Append(new TopicPartition("factors", 0), "factor"u8.ToArray(), [0, 0, 0, 0, 0, 0, 0, factor], default, Time.NowMicros);

    /// <summary>Sends a number to be counted by the factor at <paramref name="tableOffset"/>. Of two partitions <c>bob</c> belongs to the first and <c>ada</c> to the second.</summary>
    public void Send(string key, long number, long tableOffset = 0, int partition = 0, string topic = "numbers") =>
        Cluster.Append(new TopicPartition(topic, partition), Encoding.UTF8.GetBytes(key), SimulatedWork.Number(number, tableOffset), default, Time.NowMicros);

    /// <summary>A key that belongs to a partition.</summary>
    public string KeyOf(int partition) => Enumerable.Range(0, 1_000).Select(number => $"player-{number}").First(key => Partitioner.PartitionOf(Encoding.UTF8.GetBytes(key), partitions) == partition);

    public void SendRaw(string key, byte[] value, int partition = 0) =>
        Cluster.Append(new TopicPartition("numbers", partition), Encoding.UTF8.GetBytes(key), value, default, Time.NowMicros);

    /// <summary>Does something once, when a process passes that failpoint next.</summary>
    public void Once(string place, Action act) => AtFailpoint = passed =>
    {
        if (passed != place) return;
        AtFailpoint = _ => { };
        act();
    };

    /// <summary>Lets all processes run for so long.</summary>
    public void Run(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Turn) Step();
    }

    /// <summary>Lets all processes run until the group has read all input.</summary>
    public void RunUntilRead() => RunUntil(() => Enumerable.Range(0, partitions).All(partition =>
        GroupOffsets.GetValueOrDefault(new TopicPartition("numbers", partition)) == Cluster.Log(new TopicPartition("numbers", partition)).HighWatermark));

    public void RunUntil(Func<bool> done)
    {
        for (var turn = 0; turn < TurnsMax; turn++)
        {
            if (done()) return;
            Step();
        }

        Assert.Fail($"Not done after {TurnsMax} turns; {string.Join("; ", processes.SelectMany(process => process.Troubles).TakeLast(5))}");
    }

    /// <summary>The sums written, read_committed, in order.</summary>
    public List<(string Key, long Sum)> Sums(int partition = 0) => [.. Readable("sums", partition).Select(entry => (Encoding.UTF8.GetString(entry.Key!), BinaryPrimitives.ReadInt64BigEndian(entry.Value)))];

    public List<string> Keys(string topic, int partition = 0) => [.. Readable(topic, partition).Select(entry => Encoding.UTF8.GetString(entry.Key!))];

    /// <summary>Lets the timers fire, then checks everything.</summary>
    /// <returns>Null, or the first invariant that is violated.</returns>
    public string? Violation()
    {
        Run(SimulatedWork.RemindAfter * 2);
        return new SimulationVerifier(Cluster, processes, partitions, inputs).Check();
    }

    public void Dispose()
    {
        foreach (var process in processes) process.Dispose();
    }

    private IEnumerable<LogEntry> Readable(string topic, int partition) => Cluster.Log(new TopicPartition(topic, partition)).Entries.Where(entry => entry.IsReadable);

    private void Step()
    {
        foreach (var process in processes)
        {
            process.FollowTables();
            process.Step();
        }

        Time.Advance(Turn);
        Cluster.Expire();
    }
}

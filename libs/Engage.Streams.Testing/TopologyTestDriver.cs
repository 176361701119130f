using System.Text;
using Engage.Streams.Ports;
using Engage.Streams.Runtime;
using Engage.Streams.Testing.Cluster;

namespace Engage.Streams.Testing;

/// <summary>
/// Runs a topology as production does (the same worker loop, tasks, transactions and restores) over a cluster and stores in memory, under a clock that the test moves. Every call returns when nothing is left to do.
/// </summary>
/// <example><code>
/// using var driver = TopologyTestDriver.For(BetCounterTopology.Build(), startsAt: Nine);
/// driver.Pipe(Topics.Bets, "ada", 10).Pipe(Topics.Bets, "ada", 5);
/// Assert.Equal([10, 15], driver.Read(Topics.Totals).Select(total => total.Value));
/// </code></example>
public sealed class TopologyTestDriver : IDisposable
{
    /// <summary>More turns than this without coming to rest mean that the topology feeds itself.</summary>
    private const int TurnsMax = 100_000;

    private const int QuietTurns = 3;

    private readonly Topology topology;
    private readonly InMemoryCluster cluster;
    private readonly ReliableNetwork network = new();
    private readonly InMemoryStateStores stores = new();
    private readonly RecordingEvents events = new();
    private readonly StreamsOptions options;
    private readonly Dictionary<TopicPartition, int> readUpTo = [];
    private WorkerLoop loop;
    private GlobalTableFollower tables;

    private TopologyTestDriver(Topology topology, DateTimeOffset startsAt, int partitionCount)
    {
        this.topology = topology;
        Time = new ManualTime(startsAt);
        PartitionCount = partitionCount;
        cluster = new InMemoryCluster(Time);
        options = new StreamsOptions { StateDirectory = "memory", CommitQuiet = TimeSpan.Zero, CommitSpacing = TimeSpan.Zero, OffsetsOnlyInterval = TimeSpan.Zero };
        CreateTopics();
        (loop, tables) = Start();
    }

    /// <summary>The clock that the topology sees.</summary>
    public ManualTime Time { get; }

    /// <summary>Partitions of every input and output; global tables have one.</summary>
    public int PartitionCount { get; }

    /// <summary>Rewinds, alarms and faults so far, in plain words; empty in a smooth run.</summary>
    public IReadOnlyList<string> Troubles => events.Troubles;

    /// <summary>Transactions committed so far by the present process.</summary>
    public long Commits => loop.Counters.Commits;

    /// <param name="startsAt">What the clock says at first.</param>
    public static TopologyTestDriver For(Topology topology, DateTimeOffset startsAt, int partitionCount = 1)
    {
        var driver = new TopologyTestDriver(topology, startsAt, partitionCount);
        driver.Run();
        return driver;
    }

    /// <summary>Writes a record, keyed to its partition, stamped with the present time, and lets the topology process it.</summary>
    public TopologyTestDriver Pipe<TKey, TValue>(Topic<TKey, TValue> topic, TKey key, TValue value, HeaderBuffer? headers = null) =>
        PipeRaw(topic, Encode(topic.Key, key), Encode(topic.Value, value), headers: headers);

    /// <summary>Writes a deletion and lets the topology process it.</summary>
    public TopologyTestDriver PipeTombstone<TKey, TValue>(Topic<TKey, TValue> topic, TKey key) => PipeRaw(topic, Encode(topic.Key, key), null);

    /// <summary>Writes bytes as they are.</summary>
    /// <param name="key">Null: a record without key; then <paramref name="partition"/> is needed, or 0.</param>
    /// <param name="partition">Null: by key.</param>
    public TopologyTestDriver PipeRaw(Topic topic, byte[]? key, byte[]? value, int? partition = null, HeaderBuffer? headers = null)
    {
        Write(topic, key, value, partition, headers);
        return Run();
    }

    /// <summary>Writes without letting the topology process yet, so that several records share a transaction.</summary>
    /// <param name="appendedAtMicros">The broker's time of the append; null: now.</param>
    /// <returns>The record's offset.</returns>
    public long Write(Topic topic, byte[]? key, byte[]? value, int? partition = null, HeaderBuffer? headers = null, long? appendedAtMicros = null)
    {
        var count = cluster.Describe(FullName(topic)).PartitionCount;
        var target = new TopicPartition(FullName(topic), partition ?? (key is null ? 0 : Partitioner.PartitionOf(key, count)));
        return cluster.Append(target, key, value, headers is null ? default : headers.View, appendedAtMicros ?? Time.NowMicros).Offset;
    }

    /// <summary>Moves the clock and lets due timers and ticks run.</summary>
    public TopologyTestDriver Advance(TimeSpan by)
    {
        Time.Advance(by);
        return Run();
    }

    /// <summary>Moves the clock in steps, each followed by what has become due.</summary>
    public TopologyTestDriver Advance(TimeSpan by, TimeSpan inStepsOf)
    {
        for (var rest = by; rest > TimeSpan.Zero; rest -= inStepsOf) Advance(rest < inStepsOf ? rest : inStepsOf);
        return this;
    }

    /// <summary>What was committed to a topic since the last call, by partition and offset.</summary>
    public IReadOnlyList<TestRecord<TKey, TValue>> Read<TKey, TValue>(Topic<TKey, TValue> topic) =>
        [.. ReadEntries(topic).Select(found => new TestRecord<TKey, TValue>(
            topic.Key.Read(found.Entry.Key),
            found.Entry.Value is null ? default : topic.Value.Read(found.Entry.Value),
            found.Entry.Value is null,
            found.Partition,
            found.Entry.Offset,
            found.Entry.TimestampMicros,
            Headers(found.Entry)))];

    /// <summary>Looks into the committed state.</summary>
    /// <returns>Null if the key is absent.</returns>
    public byte[]? Peek(Store store, int partition, ReadOnlySpan<byte> key)
    {
        byte[] full = [store.Id, .. key];
        return stores.Dump(topology.Name, partition).Where(entry => entry.Key.AsSpan().SequenceEqual(full)).Select(entry => entry.Value).SingleOrDefault();
    }

    /// <summary>All committed entries of a store, in key order, keys without the store's id.</summary>
    public IReadOnlyList<KeyValuePair<byte[], byte[]>> Dump(Store store, int partition) =>
        [.. stores.Dump(topology.Name, partition).Where(entry => entry.Key[0] == store.Id).Select(entry => KeyValuePair.Create(entry.Key[1..], entry.Value))];

    /// <summary>Has the next commit go wrong.</summary>
    public TopologyTestDriver FailNextCommit(CommitFault fault)
    {
        if (fault == CommitFault.Refused) network.RefuseNext("send-offsets");
        else network.FailNext("commit", fault == CommitFault.AnswerLost ? FaultAction.LoseAnswer : FaultAction.LoseRequest);
        return this;
    }

    /// <summary>Kills the process and starts another on the same disk.</summary>
    public TopologyTestDriver CrashAndRestart()
    {
        loop.Dispose();
        tables.Dispose();
        stores.ReleaseLocks();
        cluster.Changed();
        (loop, tables) = Start();
        return Run();
    }

    /// <summary>Kills the process and starts another on an empty disk: its state comes back from the changelog.</summary>
    public TopologyTestDriver CrashAndRestartElsewhere()
    {
        loop.Dispose();
        stores.ReleaseLocks();
        for (var partition = 0; partition < PartitionCount; partition++) stores.Wipe(topology.Name, partition);
        return CrashAndRestart();
    }

    /// <summary>Sets the group back to the first offset of every input, as an operator can.</summary>
    public TopologyTestDriver RewindGroupToStart()
    {
        foreach (var input in topology.Inputs)
        {
            for (var partition = 0; partition < PartitionCount; partition++) cluster.ResetOffset(options.TopicPrefix + topology.Name, new TopicPartition(FullName(input), partition), 0);
        }

        return CrashAndRestart();
    }

    /// <summary>Lets the topology run until nothing is left to do at the present time.</summary>
    /// <exception cref="InvalidOperationException">It never comes to rest: it feeds itself, or fails without end.</exception>
    public TopologyTestDriver Run()
    {
        var quiet = 0;
        for (var turn = 0; quiet < QuietTurns; turn++)
        {
            if (turn == TurnsMax) throw new InvalidOperationException($"{topology.Name} does not come to rest. Troubles: {string.Join("; ", Troubles.TakeLast(3))}");
            var before = Activity();
            tables.Step(TimeSpan.Zero);
            loop.RunOnce();
            if (loop.IsPausing) Time.Advance(TimeSpan.FromMilliseconds(100)); // Pauses after failures would else never end.
            quiet = Activity() == before && !loop.IsPausing ? quiet + 1 : 0;
        }

        return this;
    }

    public void Dispose()
    {
        loop.Shutdown();
        loop.Dispose();
        tables.Dispose();
    }

    private static byte[] Encode<T>(ISerde<T> serde, T value)
    {
        var bytes = new Arena();
        serde.Write(value, bytes);
        return bytes.Slice(0, bytes.Length).ToArray();
    }

    private static Dictionary<string, string> Headers(LogEntry entry)
    {
        var headers = new Dictionary<string, string>();
        foreach (var header in new HeaderView(entry.Headers)) headers[Encoding.UTF8.GetString(header.Name)] = Encoding.UTF8.GetString(header.Value);
        return headers;
    }

    private void CreateTopics()
    {
        foreach (var table in topology.GlobalTables) cluster.CreateTopic(FullName(table.Topic), 1);
        IEnumerable<Topic> partitioned = [.. topology.Inputs, .. topology.Outputs, .. topology.DeadLetters is null ? [] : new[] { topology.DeadLetters }];
        foreach (var name in partitioned.Select(FullName).Distinct().Where(name => !cluster.Exists(name))) cluster.CreateTopic(name, PartitionCount);
        if (topology.ChangelogName is not null) cluster.CreateTopic(options.TopicPrefix + topology.ChangelogName, PartitionCount, "compact");
    }

    private (WorkerLoop Loop, GlobalTableFollower Tables) Start()
    {
        var client = new InMemoryClient(cluster, network);
        var admin = client.CreateAdmin();
        var plan = WorkerPlan.Load(topology, options, admin);
        var follower = new GlobalTableFollower(plan, client, admin);
        while (!follower.IsComplete) follower.Step(TimeSpan.Zero);
        var services = new WorkerServices(client, admin, stores, new InlineRestorer(client), events, Time, Failpoints.None, "driver");
        return (new WorkerLoop(plan, 0, services), follower);
    }

    private IEnumerable<(int Partition, LogEntry Entry)> ReadEntries(Topic topic)
    {
        var name = FullName(topic);
        for (var partition = 0; partition < cluster.Describe(name).PartitionCount; partition++)
        {
            var key = new TopicPartition(name, partition);
            var log = cluster.Log(key);
            for (var offset = readUpTo.GetValueOrDefault(key); offset < log.StableEnd; offset++)
            {
                if (log.Entries[offset].IsReadable) yield return (partition, log.Entries[offset]);
            }

            readUpTo[key] = (int)log.StableEnd;
        }
    }

    private string FullName(Topic topic) => options.TopicPrefix + topic.Name;

    private (long, long, long) Activity() => (cluster.Version, loop.Counters.Records, loop.Counters.Commits + loop.Counters.Rewinds);
}

using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Engage.Streams.Ports;
using Engage.Streams.RocksDb;

namespace Engage.Streams.Kafka.Tests;

/// <summary>Topics, input and check of one run of the summing worker. The check knows nothing of the engine: it recomputes the answer from the input.</summary>
internal sealed class SumCase : IDisposable
{
    public const int Partitions = 2;

    private const int Keys = 7;

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(60);

    private readonly string bootstrap;
    private readonly Dictionary<string, List<long>> expected = [];
    private readonly IProducer<string, byte[]> producer;
    private int sent;

    public SumCase(string bootstrap, string name)
    {
        this.bootstrap = bootstrap;
        Prefix = $"{name}.";
        StateDirectory = Directory.CreateTempSubdirectory("engage-sum-").FullName;
        producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = bootstrap, Partitioner = Confluent.Kafka.Partitioner.Murmur2Random, EnableIdempotence = true, LingerMs = 1 }).Build();
        CreateTopics();
    }

    public string Prefix { get; }

    public string StateDirectory { get; }

    /// <summary>Sends so many more numbers, each different, round the keys.</summary>
    public void Send(int count)
    {
        for (var i = 0; i < count; i++, sent++)
        {
            var key = $"player-{sent % Keys}";
            var value = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(value, sent + 1);
            if (!expected.TryGetValue(key, out var sums)) expected[key] = sums = [];
            sums.Add((sums.Count == 0 ? 0 : sums[^1]) + sent + 1);
            producer.Produce(Prefix + SumTopology.Numbers.Name, new Message<string, byte[]> { Key = key, Value = value });
        }

        producer.Flush(WaitMax);
    }

    /// <summary>Reads the sums, committed ones only, until there are as many as inputs, and compares them one by one.</summary>
    /// <returns>What differs; null if nothing does.</returns>
    public string? Differs()
    {
        var found = ReadAll(Prefix + SumTopology.Sums.Name, IsolationLevel.ReadCommitted).GroupBy(record => Encoding.UTF8.GetString(record.Key!))
            .ToDictionary(group => group.Key, group => group.Select(record => BinaryPrimitives.ReadInt64BigEndian(record.Value)).ToList());
        foreach (var (key, sums) in expected)
        {
            var actual = found.GetValueOrDefault(key, []);
            var at = Enumerable.Range(0, Math.Max(sums.Count, actual.Count)).FirstOrDefault(i => i >= sums.Count || i >= actual.Count || sums[i] != actual[i], -1);
            if (at >= 0) return $"{key} number {at}: expected {(at < sums.Count ? sums[at] : "nothing")}, found {(at < actual.Count ? actual[at] : "nothing")} ({actual.Count} of {sums.Count} sums)";
        }

        return null;
    }

    /// <summary>Compares each task's database with its replayed changelog, byte by byte.</summary>
    public void AssertStateEqualsChangelog()
    {
        using var environment = new RocksDbEnvironment(RocksDbMemoryBudget.Divide(96L << 20, tasks: 4));
        var stores = new RocksDbStateStores(StateDirectory, environment);
        for (var partition = 0; partition < Partitions; partition++)
        {
            var replayed = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var record in ReadAll(Prefix + "summer-changelog", IsolationLevel.ReadCommitted).Where(record => record.Partition == partition && record.Key![0] != 0))
            {
                if (record.Value is null) replayed.Remove(Convert.ToHexString(record.Key!));
                else replayed[Convert.ToHexString(record.Key!)] = Convert.ToHexString(record.Value);
            }

            using var store = stores.Open("summer", partition);
            Assert.Equal(replayed.Select(entry => (entry.Key, entry.Value)), Dump(store));
        }
    }

    /// <summary>Starts the worker in a process of its own and waits until it runs.</summary>
    public async Task<Process> Start(string failpoints = "", CancellationToken cancel = default)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [SumWorker.Verb, bootstrap, Prefix, StateDirectory]) { RedirectStandardOutput = true };
        start.Environment["ENGAGE_FAILPOINTS"] = failpoints;
        var process = Process.Start(start)!;
        await process.StandardOutput.ReadLineAsync(cancel).AsTask().WaitAsync(WaitMax, cancel); // Null if it died first, which some tests want.
        return process;
    }

    /// <summary>Waits until the group has read the input to its end.</summary>
    public void WaitUntilDone()
    {
        using var consumer = Reader(IsolationLevel.ReadCommitted, Prefix + "summer");
        var watch = Stopwatch.StartNew();
        var inputs = Enumerable.Range(0, Partitions).Select(partition => new Confluent.Kafka.TopicPartition(Prefix + SumTopology.Numbers.Name, partition)).ToArray();
        while (true)
        {
            var committed = consumer.Committed(inputs, TimeSpan.FromSeconds(10)); // A round trip each: no busy loop.
            if (committed.All(offset => offset.Offset.Value >= consumer.QueryWatermarkOffsets(offset.TopicPartition, TimeSpan.FromSeconds(10)).High.Value)) return;
            Assert.True(watch.Elapsed < WaitMax, $"the worker did not reach the end of its input within {WaitMax.TotalSeconds} s: {string.Join(", ", committed)}");
        }
    }

    public void Dispose()
    {
        producer.Dispose();
        Directory.Delete(StateDirectory, recursive: true);
    }

    private static List<(string Key, string Value)> Dump(IStateStoreBackend store)
    {
        var entries = new List<(string, string)>();
        using var cursor = store.Scan([1], []);
        while (cursor.MoveNext()) entries.Add((Convert.ToHexString(cursor.Key), Convert.ToHexString(cursor.Value)));
        return entries;
    }

    private void CreateTopics()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        admin.CreateTopicsAsync([Topic(SumTopology.Numbers.Name), Topic(SumTopology.Sums.Name), Topic(SumTopology.DeadLetters.Name), Topic("summer-changelog", ("cleanup.policy", "compact"), ("min.compaction.lag.ms", "3600000"))]).GetAwaiter().GetResult();
    }

    private TopicSpecification Topic(string name, params (string Name, string Value)[] configs) =>
        new() { Name = Prefix + name, NumPartitions = Partitions, ReplicationFactor = 1, Configs = configs.ToDictionary(config => config.Name, config => config.Value) };

    private List<(int Partition, byte[]? Key, byte[]? Value)> ReadAll(string topic, IsolationLevel isolation)
    {
        using var consumer = Reader(isolation, "check");
        consumer.Assign(Enumerable.Range(0, Partitions).Select(partition => new Confluent.Kafka.TopicPartitionOffset(topic, partition, Offset.Beginning)));
        var records = new List<(int, byte[]?, byte[]?)>();
        for (var ended = 0; ended < Partitions;)
        {
            var result = consumer.Consume(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException($"{topic} does not answer.");
            if (result.IsPartitionEOF) ended++;
            else records.Add((result.Partition.Value, result.Message.Key, result.Message.Value));
        }

        return records;
    }

    private IConsumer<byte[]?, byte[]?> Reader(IsolationLevel isolation, string group) => new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
    {
        BootstrapServers = bootstrap,
        GroupId = group,
        IsolationLevel = isolation,
        EnableAutoCommit = false,
        EnablePartitionEof = true,
    }).Build();
}

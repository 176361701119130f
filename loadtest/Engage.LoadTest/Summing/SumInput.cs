using System.Buffers.Binary;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Engage.LoadTest.Summing;

/// <summary>The topics of one run, and numbers for them.</summary>
internal sealed class SumInput : IDisposable
{
    private static readonly TimeSpan FlushMax = TimeSpan.FromSeconds(45);

    private readonly string prefix;
    private readonly string bootstrap;
    private readonly int inputs;
    private readonly Random random;
    private IProducer<string, byte[]> producer;

    /// <param name="keysAtOnce">Keys come and go, so that there is always a first number and a reward to be had; these many are in use at a time.</param>
    public SumInput(string bootstrap, string prefix, int inputs, int partitions, int seed, int keysAtOnce = 20)
    {
        this.bootstrap = bootstrap;
        this.prefix = prefix;
        this.inputs = inputs;
        KeysAtOnce = keysAtOnce;
        Partitions = partitions;
        random = new Random(seed);
        producer = NewProducer();
    }

    public int Partitions { get; }

    public int KeysAtOnce { get; }

    public int Sent { get; private set; }

    /// <summary>Keys that have had a number, poison not counted.</summary>
    public HashSet<string> Keys { get; } = [];

    /// <summary>0 to 1; the share of records that are no numbers.</summary>
    public double PoisonShare { get; set; }

    public void CreateTopics()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).SetLogHandler(static (_, _) => { }).Build();
        string[] plain = ["numbers", .. inputs > 1 ? ["more-numbers"] : Array.Empty<string>(), "sums", "rewards", "reminders", "dead-letters"];
        admin.CreateTopicsAsync([.. plain.Select(name => Topic(name)), Topic(SumTopology.Worker + "-changelog", ("cleanup.policy", "compact"), ("min.compaction.lag.ms", "86400000"))]).GetAwaiter().GetResult();
    }

    /// <summary>Sends so many more and waits until the broker has them, or has not had them for long.</summary>
    /// <returns>Whether it has them all; what it has is read from the topics anyhow.</returns>
    public bool Send(int count)
    {
        for (var i = 0; i < count; i++, Sent++)
        {
            var key = $"player-{(Sent / KeysAtOnce) + random.Next(KeysAtOnce)}";
            var topic = prefix + (inputs > 1 && random.Next(2) == 1 ? "more-numbers" : "numbers");
            var value = Value();
            if (value.Length == sizeof(long)) Keys.Add(key);
            producer.Produce(topic, new Message<string, byte[]> { Key = key, Value = value });
        }

        if (producer.Flush(FlushMax) == 0) return true;

        // Idempotent producers have stayed silent for minutes after a broker's restart; a new one goes on at once.
        new Thread(producer.Dispose) { IsBackground = true, Name = "stuck-producer" }.Start();
        producer = NewProducer();
        return false;
    }

    public void Dispose() => producer.Dispose();

    private IProducer<string, byte[]> NewProducer() =>
        new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = bootstrap, Partitioner = Partitioner.Murmur2Random, EnableIdempotence = true, LingerMs = 1, ReconnectBackoffMaxMs = 1_000 })
            .SetLogHandler(static (_, _) => { })
            .Build();

    private byte[] Value()
    {
        if (random.NextDouble() < PoisonShare) return [1, 2, 3];
        var value = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(value, random.Next(1, 200));
        return value;
    }

    private TopicSpecification Topic(string name, params (string Name, string Value)[] configs) =>
        new() { Name = prefix + name, NumPartitions = Partitions, ReplicationFactor = 1, Configs = configs.ToDictionary(config => config.Name, config => config.Value) };
}

using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Engage.LocalBroker.Conformance.Tests;

/// <summary>A broker of its own for one test, and clients with settings that make failures quick and visible.</summary>
internal sealed class BrokerFixture : IAsyncDisposable
{
    private readonly List<string> log = [];

    private BrokerFixture()
    {
    }

    /// <summary>Longest any single step may take before the test fails instead of hanging.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(20);

    public EmbeddedBroker Broker { get; private set; } = null!;

    /// <summary>What the broker had to say: bugs in handlers show here.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (log) return [.. log];
        }
    }

    public static Task<BrokerFixture> StartAsync() => StartAsync(new EmbeddedBrokerOptions());

    public static async Task<BrokerFixture> StartAsync(EmbeddedBrokerOptions options)
    {
        var fixture = new BrokerFixture();
        fixture.Broker = await EmbeddedBroker.StartAsync(options with { Log = fixture.Remember });
        return fixture;
    }

    public ProducerBuilder<string?, string?> Producer(Action<ProducerConfig>? configure = null)
    {
        var config = new ProducerConfig { BootstrapServers = Broker.BootstrapServers, EnableIdempotence = true, LingerMs = 0, MessageTimeoutMs = 15_000 };
        configure?.Invoke(config);
        return new ProducerBuilder<string?, string?>(config).SetKeySerializer(Text.Serializer).SetValueSerializer(Text.Serializer).SetLogHandler(Quiet);
    }

    public IConsumer<string?, string?> Consumer(string group, Action<ConsumerConfig>? configure = null)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = Broker.BootstrapServers,
            GroupId = group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            CheckCrcs = true,
            EnablePartitionEof = true,
            FetchWaitMaxMs = 100,
        };
        configure?.Invoke(config);
        return new ConsumerBuilder<string?, string?>(config).SetKeyDeserializer(Text.Deserializer).SetValueDeserializer(Text.Deserializer).SetLogHandler(Quiet).Build();
    }

    public IAdminClient Admin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Broker.BootstrapServers }).SetLogHandler(Quiet).Build();

    public async Task CreateTopicAsync(string name, int partitions = 1, params (string Name, string Value)[] configs)
    {
        using var admin = Admin();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = 1, Configs = configs.ToDictionary(pair => pair.Name, pair => pair.Value) }]);
    }

    /// <summary>Everything one partition holds for a reader of this isolation, up to its end.</summary>
    public List<ConsumeResult<string?, string?>> ReadAll(string topic, int partition = 0, IsolationLevel isolation = IsolationLevel.ReadCommitted, Offset? from = null)
    {
        using var consumer = Consumer("reader", config => config.IsolationLevel = isolation);
        consumer.Assign(new TopicPartitionOffset(topic, partition, from ?? Offset.Beginning));
        var records = new List<ConsumeResult<string?, string?>>();
        while (true)
        {
            var result = consumer.Consume(Limit) ?? throw new TimeoutException($"No record and no end of {topic} within {Limit}; {records.Count} so far.");
            if (result.IsPartitionEOF) return records;

            records.Add(result);
        }
    }

    /// <summary>Values of a partition in order.</summary>
    public List<string?> Values(string topic, int partition = 0, IsolationLevel isolation = IsolationLevel.ReadCommitted) =>
        ReadAll(topic, partition, isolation).ConvertAll(record => record.Message.Value);

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        Assert.DoesNotContain(Log, line => line.Contains(" failed: ", StringComparison.Ordinal));
    }

    private void Remember(string line)
    {
        lock (log) log.Add(line);
    }

    private static void Quiet(object client, LogMessage message)
    {
        // Faults are injected on purpose here; the assertions tell what matters.
    }
}

using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Engage.LocalBroker.Conformance.Tests.Support;

/// <summary>Confluent.Kafka clients of one broker, made short for tests: strings in, strings out, small timeouts. Whatever it makes, it disposes.</summary>
internal sealed class Cluster(string bootstrapServers) : IDisposable
{
    /// <summary>No wait of a test is longer; reaching it is a failure.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<IDisposable> clients = [];
    private readonly Lock gate = new();
    private IAdminClient? admin;

    public string BootstrapServers => bootstrapServers;

    public IAdminClient Admin => admin ??= Keep(new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers })
        .SetErrorHandler(static (_, _) => { }).SetLogHandler(static (_, _) => { }).Build());

    public async Task<string> CreateTopicAsync(string name, int partitions = 1, params (string Name, string Value)[] configs)
    {
        await Admin.CreateTopicsAsync([new TopicSpecification
        {
            Name = name, NumPartitions = partitions, ReplicationFactor = 1, Configs = configs.ToDictionary(static config => config.Name, static config => config.Value),
        }]);
        return name;
    }

    /// <summary>A producer whose transactional id is initialised; null makes an idempotent one.</summary>
    public IProducer<string, string> Producer(string? transactionalId, int transactionTimeoutMs = 60_000, string clientId = "producer")
    {
        var producer = Uninitialised(transactionalId, transactionTimeoutMs, clientId);
        if (transactionalId is not null) producer.InitTransactions(Patience);
        return producer;
    }

    public IProducer<string, string> Uninitialised(string? transactionalId, int transactionTimeoutMs = 60_000, string clientId = "producer") =>
        Keep(new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = bootstrapServers,
            ClientId = clientId,
            TransactionalId = transactionalId,
            EnableIdempotence = true,
            TransactionTimeoutMs = transactionTimeoutMs,
            MessageTimeoutMs = transactionalId is null ? (int)Patience.TotalMilliseconds : transactionTimeoutMs,
            LingerMs = 0,
            RetryBackoffMs = 5,
            ReconnectBackoffMs = 5,
            ReconnectBackoffMaxMs = 100,
        }).SetErrorHandler(static (_, _) => { }).SetLogHandler(static (_, _) => { }).Build());

    public ConsumerBuilder<string, string> ConsumerBuilder(string group, Action<ConsumerConfig>? adjust = null)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = group,
            ClientId = "consumer",
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            IsolationLevel = IsolationLevel.ReadCommitted,
            SessionTimeoutMs = 2_000,
            HeartbeatIntervalMs = 100,
            MaxPollIntervalMs = 30_000,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range,
            FetchWaitMaxMs = 50,
            RetryBackoffMs = 5,
            ReconnectBackoffMs = 5,
            ReconnectBackoffMaxMs = 100,
            CheckCrcs = true,
        };
        adjust?.Invoke(config);
        return new ConsumerBuilder<string, string>(config).SetErrorHandler(static (_, _) => { }).SetLogHandler(static (_, _) => { });
    }

    public IConsumer<string, string> Consumer(string group, Action<ConsumerConfig>? adjust = null) => Keep(ConsumerBuilder(group, adjust).Build());

    public T Keep<T>(T client)
        where T : IDisposable
    {
        lock (gate) clients.Add(client);
        return client;
    }

    /// <summary>Every value in the topic from the start to what this isolation level calls its end, in offset order per partition.</summary>
    public List<string> ReadAll(string topic, IsolationLevel isolation = IsolationLevel.ReadCommitted) =>
        ReadRecords(topic, isolation).ConvertAll(static record => record.Message.Value);

    /// <summary>The same with offsets and keys.</summary>
    public List<ConsumeResult<string, string>> ReadRecords(string topic, IsolationLevel isolation = IsolationLevel.ReadCommitted)
    {
        using var consumer = ConsumerBuilder("reader", config => config.IsolationLevel = isolation).Build();
        var partitions = Admin.GetMetadata(topic, Patience).Topics[0].Partitions.Count;
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        var records = new List<ConsumeResult<string, string>>();
        for (var ends = 0; ends < partitions;)
        {
            var result = consumer.Consume(Patience) ?? throw new TimeoutException($"The end of {topic} was not reached; read {records.Count} records.");
            if (result.IsPartitionEOF) ends++;
            else records.Add(result);
        }

        return records;
    }

    /// <summary>The end offset of partition 0 of the topic: the last stable offset for committed readers, else the high watermark.</summary>
    public async Task<long> EndAsync(string topic, IsolationLevel isolation)
    {
        var result = await Admin.ListOffsetsAsync(
            [new TopicPartitionOffsetSpec { TopicPartition = new(topic, 0), OffsetSpec = OffsetSpec.Latest() }],
            new ListOffsetsOptions { IsolationLevel = isolation, RequestTimeout = Patience });
        return result.ResultInfos[0].TopicPartitionOffsetError.Offset.Value;
    }

    /// <summary>What the group committed for partition 0 of the topic; <see cref="Offset.Unset"/> when nothing.</summary>
    /// <param name="group">The group.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="isolation">Whether to wait while a transaction decides.</param>
    public Offset Committed(string group, string topic, IsolationLevel isolation = IsolationLevel.ReadCommitted)
    {
        using var consumer = ConsumerBuilder(group, config => config.IsolationLevel = isolation).Build();
        return consumer.Committed([new(topic, 0)], Patience)[0].Offset;
    }

    /// <summary>Asks again, each question a round trip to the broker, until the answer is the expected one.</summary>
    public static async Task EventuallyAsync<T>(T expected, Func<Task<T>> ask)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        T answer;
        do
        {
            answer = await ask();
            if (Equals(answer, expected)) return;
        }
        while (TimeProvider.System.GetElapsedTime(deadline) < Patience);

        Assert.Equal(expected, answer);
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var client in Enumerable.Reverse(clients)) client.Dispose();
            clients.Clear();
        }
    }
}

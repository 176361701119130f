using System.Globalization;
using Confluent.Kafka;
using Engage.Streams.Ports;

namespace Engage.Streams.Kafka;

/// <summary>Client properties in three layers: defaults, what the operator gave, and what exactly-once cannot do without.</summary>
internal static class ClientConfigs
{
    /// <summary>Back-to-back transactions meet CONCURRENT_TRANSACTIONS; the client's default answer is to wait 100 ms.</summary>
    private const string ProducerRetryBackoffMs = "1";

    private const string ConsumerRetryBackoffMs = "10";

    /// <summary>What the client counts beyond key, value and headers; its default limit of 1,000,000 would leave nothing for that.</summary>
    private const int WireOverheadBytes = 4_096;

    /// <summary>The default second stalls small queues.</summary>
    private const string FetchQueueBackoffMs = "10";

    /// <summary>With the default of ten seconds a broker that was away for two is found again when the session has run out.</summary>
    private const string ReconnectBackoffMaxMs = "1000";

    private const int MaxPollIntervalMs = 300_000;

    public static Dictionary<string, string> Common(KafkaClientOptions options)
    {
        var config = new Dictionary<string, string>
        {
            ["client.id"] = options.ClientId,
            ["socket.nagle.disable"] = "true",
            ["topic.metadata.refresh.interval.ms"] = "60000",
            ["reconnect.backoff.max.ms"] = ReconnectBackoffMaxMs,
        };
        foreach (var (name, value) in options.Extra) config[name] = value;
        config["bootstrap.servers"] = options.BootstrapServers;
        return config;
    }

    public static ConsumerConfig Consumer(KafkaClientOptions options, ConsumerSettings settings)
    {
        var config = Reading(options);
        config.GroupId = settings.GroupId;
        config.GroupInstanceId = settings.GroupInstanceId;
        config.PartitionAssignmentStrategy = settings.Assignor == Assignor.Range ? PartitionAssignmentStrategy.Range : PartitionAssignmentStrategy.CooperativeSticky;
        config.SessionTimeoutMs = (int)settings.SessionTimeout.TotalMilliseconds;
        config.HeartbeatIntervalMs = (int)(settings.SessionTimeout.TotalMilliseconds / 4);
        config.MaxPollIntervalMs ??= MaxPollIntervalMs;
        config.ConsumeResultFields = settings.Topics.Count > 1 ? "timestamp,headers,topic" : "timestamp,headers";
        return config;
    }

    /// <summary>The group is only a name that librdkafka insists on: partitions are assigned by hand and nothing is committed.</summary>
    public static ConsumerConfig Reader(KafkaClientOptions options)
    {
        var config = Reading(options);
        config.GroupId = options.ClientId + "-reader";
        config.MaxPollIntervalMs = MaxPollIntervalMs; // An operator's own may be below the client's default session, and is not for this.
        config.ConsumeResultFields = "timestamp,headers";
        return config;
    }

    public static ProducerConfig Producer(KafkaClientOptions options, ProducerSettings settings)
    {
        var defaults = Common(options);
        defaults.TryAdd("message.max.bytes", (settings.RecordBytesMax + WireOverheadBytes).ToString(CultureInfo.InvariantCulture));
        defaults.TryAdd("linger.ms", "1");
        defaults.TryAdd("batch.size", "1000000");
        defaults.TryAdd("batch.num.messages", "10000");
        defaults.TryAdd("compression.type", "lz4");
        defaults.TryAdd("retry.backoff.ms", ProducerRetryBackoffMs);
        defaults.TryAdd("retry.backoff.max.ms", "100");
        return new ProducerConfig(defaults)
        {
            TransactionalId = settings.TransactionalId,
            TransactionTimeoutMs = (int)settings.TransactionTimeout.TotalMilliseconds,
            Debug = defaults.TryGetValue("debug", out var debug) ? $"{debug},{Faults.ConnectionLog}" : Faults.ConnectionLog,
            EnableIdempotence = true,
            Partitioner = Confluent.Kafka.Partitioner.Murmur2Random,
            EnableBackgroundPoll = false,
            EnableDeliveryReports = true,
            DeliveryReportFields = "none",
            QueueBufferingMaxMessages = Math.Max(100_000, settings.RecordsMaxPerTransaction * 4),
            QueueBufferingMaxKbytes = 256 << 10,
        };
    }

    private static ConsumerConfig Reading(KafkaClientOptions options)
    {
        var defaults = Common(options);
        defaults.TryAdd("fetch.queue.backoff.ms", FetchQueueBackoffMs);
        defaults.TryAdd("retry.backoff.ms", ConsumerRetryBackoffMs);
        defaults.TryAdd("retry.backoff.max.ms", "100");
        defaults.TryAdd("queued.min.messages", "20000");
        defaults.TryAdd("check.crcs", "false");
        return new ConsumerConfig(defaults)
        {
            QueuedMaxMessagesKbytes = options.PrefetchKilobytes,
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Error,
            EnablePartitionEof = true,
        };
    }
}

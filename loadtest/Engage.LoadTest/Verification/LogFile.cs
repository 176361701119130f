using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Engage.LoadTest.Verification;

/// <summary>Reads topics and group offsets with a plain client.</summary>
internal sealed class LogFile(string bootstrap)
{
    private const long MicrosPerMilli = 1_000;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <summary>Between two questions: brokers, workers and whoever asks share a few cores.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Everything readable, per partition in offset order.</summary>
    public List<LogRecord>[] Read(string topic, IsolationLevel isolation = IsolationLevel.ReadCommitted)
    {
        using var consumer = Consumer("verifier", isolation);
        var partitions = PartitionCount(topic);
        var records = Enumerable.Range(0, partitions).Select(_ => new List<LogRecord>()).ToArray();
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        for (var ended = 0; ended < partitions;)
        {
            var result = consumer.Consume(Silence) ?? throw new TimeoutException($"{topic} is silent for {Silence.TotalSeconds} s.");
            if (result.IsPartitionEOF) ended++;
            else records[result.Partition.Value].Add(Record(result));
        }

        return records;
    }

    /// <summary>Waits until so many different keys can be read in a topic.</summary>
    /// <returns>How many there are, fewer only when the limit has passed.</returns>
    public int WaitForKeys(string topic, int count, TimeSpan limit)
    {
        using var consumer = Consumer("verifier", IsolationLevel.ReadCommitted);
        consumer.Assign(Enumerable.Range(0, PartitionCount(topic)).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var started = TimeProvider.System.GetTimestamp();
        while (keys.Count < count && TimeProvider.System.GetElapsedTime(started) < limit)
        {
            if (consumer.Consume(Pause) is { IsPartitionEOF: false } result) keys.Add(Encoding.UTF8.GetString(result.Message.Key!));
        }

        return keys.Count;
    }

    public int PartitionCount(string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).SetLogHandler(static (_, _) => { }).Build();
        return admin.GetMetadata(topic, Silence).Topics[0].Partitions.Count;
    }

    /// <summary>Waits until the group has read these topics to their ends.</summary>
    /// <returns>Null, or what is left when the limit has passed.</returns>
    public string? WaitUntilRead(string group, IEnumerable<string> topics, TimeSpan limit)
    {
        using var consumer = Consumer(group, IsolationLevel.ReadCommitted);
        var partitions = topics.SelectMany(topic => Enumerable.Range(0, PartitionCount(topic)).Select(partition => new TopicPartition(topic, partition))).ToArray();
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var lag = Lag(consumer, partitions);
            if (lag.Count == 0) return null;
            if (TimeProvider.System.GetElapsedTime(started) > limit) return string.Join(", ", lag);
            consumer.Consume(Pause); // It is assigned nothing.
        }
    }

    /// <summary>The group's offsets; −1 where there is none.</summary>
    public long[] Committed(string group, string topic)
    {
        using var consumer = Consumer(group, IsolationLevel.ReadCommitted);
        return [.. consumer.Committed(Enumerable.Range(0, PartitionCount(topic)).Select(partition => new TopicPartition(topic, partition)), Silence).Select(offset => offset.Offset == Offset.Unset ? -1 : offset.Offset.Value)];
    }

    private static List<string> Lag(IConsumer<byte[]?, byte[]?> consumer, TopicPartition[] partitions)
    {
        try
        {
            return [.. consumer.Committed(partitions, TimeSpan.FromSeconds(10))
                .Select(offset => (offset, End: consumer.QueryWatermarkOffsets(offset.TopicPartition, TimeSpan.FromSeconds(10)).High.Value))
                .Where(found => found.End > 0 && found.offset.Offset.Value < found.End)
                .Select(found => $"{found.offset} of {found.End}")];
        }
        catch (KafkaException away)
        {
            return [away.Message];
        }
    }

    private static LogRecord Record(ConsumeResult<byte[]?, byte[]?> result) => new(
        result.Partition.Value,
        result.Offset.Value,
        result.Message.Key,
        result.Message.Value,
        result.Message.Timestamp.UnixTimestampMs * MicrosPerMilli,
        result.Message.Headers.GroupBy(header => header.Key).ToDictionary(group => group.Key, group => Encoding.UTF8.GetString(group.First().GetValueBytes() ?? [])));

    private IConsumer<byte[]?, byte[]?> Consumer(string group, IsolationLevel isolation) => new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
    {
        BootstrapServers = bootstrap,
        GroupId = group,
        IsolationLevel = isolation,
        EnableAutoCommit = false,
        EnablePartitionEof = true,
    }).SetLogHandler(static (_, _) => { }).Build();
}

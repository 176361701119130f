using Confluent.Kafka;

namespace Engage.Streams.Kafka.Tools;

/// <summary>Reads whole topics without a group: committed records only, from the start, the end or an instant. One thread.</summary>
public sealed class TopicReader : IDisposable
{
    private readonly IConsumer<byte[], byte[]> consumer;
    private readonly HashSet<TopicPartition> unfinished = [];

    public TopicReader(ClusterConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        consumer = new ConsumerBuilder<byte[], byte[]>(connection.Apply(new ConsumerConfig
        {
            GroupId = "engage-cli-reader", // Never joined: partitions are assigned by hand and nothing is committed.
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnablePartitionEof = true,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            FetchQueueBackoffMs = 10,
        }))
            .SetLogHandler(static (_, _) => { })
            .SetErrorHandler(static (_, _) => { }) // Fatal ones come back from Consume; the client mends the others itself.
            .Build();
    }

    /// <summary>Starts reading; replaces what was read before.</summary>
    /// <param name="partitionCounts">Topics (with prefix) and how many partitions each has.</param>
    /// <param name="start">From where.</param>
    public void Open(IReadOnlyDictionary<string, int> partitionCounts, ReadFrom start)
    {
        ArgumentNullException.ThrowIfNull(partitionCounts);
        Open([.. partitionCounts.SelectMany(topic => Enumerable.Range(0, topic.Value).Select(partition => (topic.Key, partition)))], start);
    }

    /// <summary>Starts reading some partitions; replaces what was read before.</summary>
    /// <param name="wanted">Topics (with prefix) and partitions, at least one.</param>
    /// <param name="start">From where.</param>
    public void Open(IReadOnlyCollection<(string Topic, int Partition)> wanted, ReadFrom start)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(start);
        var partitions = wanted.Select(partition => new TopicPartition(partition.Topic, partition.Partition)).ToArray();
        unfinished.Clear();
        unfinished.UnionWith(partitions);
        consumer.Assign(start.Instant is { } instant
            ? consumer.OffsetsForTimes(partitions.Select(partition => new TopicPartitionTimestamp(partition, new Timestamp(instant))), TimeSpan.FromSeconds(15))
            : partitions.Select(partition => new TopicPartitionOffset(partition, start.AtEnd ? Offset.End : Offset.Beginning)));
    }

    /// <summary>Whether every partition has been read to its end at least once.</summary>
    public bool AtEnd => unfinished.Count == 0;

    /// <summary>The next record; null: none within <paramref name="timeout"/>, or a partition's end was met (see <see cref="AtEnd"/>).</summary>
    /// <exception cref="ClusterException">The topic is gone or may not be read.</exception>
    public TopicRecord? Next(TimeSpan timeout)
    {
        try
        {
            var result = consumer.Consume(timeout);
            if (result is null) return null;
            if (result.IsPartitionEOF)
            {
                unfinished.Remove(result.TopicPartition);
                return null;
            }

            KeyValuePair<string, byte[]?>[] headers = result.Message.Headers is { Count: > 0 } present
                ? [.. present.Select(header => new KeyValuePair<string, byte[]?>(header.Key, header.GetValueBytes()))]
                : [];
            return new TopicRecord(result.Topic, result.Partition.Value, result.Offset.Value, result.Message.Timestamp.UnixTimestampMs, result.Message.Key, result.Message.Value, headers);
        }
        catch (ConsumeException refused)
        {
            throw new ClusterException($"{refused.ConsumerRecord?.Topic ?? "A topic"} cannot be read: {refused.Error.Reason}.", refused);
        }
    }

    /// <summary>All records up to the present end of every partition.</summary>
    /// <exception cref="ClusterException">Nothing arrived for <paramref name="patience"/> and the end was not reached.</exception>
    public IEnumerable<TopicRecord> ToEnd(TimeSpan patience)
    {
        var silentSince = TimeProvider.System.GetTimestamp();
        while (!AtEnd)
        {
            if (Next(TimeSpan.FromMilliseconds(200)) is { } record)
            {
                silentSince = TimeProvider.System.GetTimestamp();
                yield return record;
            }
            else if (!AtEnd && TimeProvider.System.GetElapsedTime(silentSince) > patience)
            {
                throw new ClusterException($"{string.Join(", ", unfinished)} could not be read to the end within {patience.TotalSeconds:F0} s.");
            }
        }
    }

    public void Dispose()
    {
        consumer.Close();
        consumer.Dispose();
    }
}

using Confluent.Kafka;

namespace Engage.Streams.Kafka.Tools;

/// <summary>Finds partitions whose readable end is held back by a transaction that has not ended.</summary>
public static class OpenTransactions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A partition that readers of committed records cannot read to its end.</summary>
    /// <param name="StableEnd">The first offset that they cannot read.</param>
    /// <param name="End">The end of everything written.</param>
    /// <param name="OpenSince">When the record at <paramref name="StableEnd"/> was written; null: there is nothing left to read there.</param>
    public sealed record Pinned(string Topic, int Partition, long StableEnd, long End, DateTimeOffset? OpenSince);

    /// <summary>Looks at every partition of some topics. A busy worker nearly always has a transaction open; its age tells whether it will end.</summary>
    /// <param name="partitionCounts">By topic name with prefix.</param>
    /// <exception cref="ClusterException">The cluster does not answer.</exception>
    public static async Task<IReadOnlyList<Pinned>> FindAsync(ClusterConnection connection, IReadOnlyDictionary<string, int> partitionCounts)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var admin = new ClusterAdmin(connection);
        var stable = await admin.EndOffsetsAsync(partitionCounts, committedOnly: true); // First: an end that grows meanwhile is no pin.
        var ends = await admin.EndOffsetsAsync(partitionCounts, committedOnly: false);
        var held = stable.Where(entry => ends[entry.Key] > entry.Value).ToList();
        if (held.Count == 0) return [];

        using var consumer = new ConsumerBuilder<byte[], byte[]>(connection.Apply(new ConsumerConfig
        {
            GroupId = "engage-cli-reader", // Never joined: partitions are assigned by hand and nothing is committed.
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            IsolationLevel = IsolationLevel.ReadUncommitted,
            EnablePartitionEof = true,
            AutoOffsetReset = AutoOffsetReset.Latest,
        }))
            .SetLogHandler(static (_, _) => { })
            .SetErrorHandler(static (_, _) => { })
            .Build();
        return [.. held.Select(entry => new Pinned(entry.Key.Topic, entry.Key.Partition, entry.Value, ends[entry.Key], WrittenAt(consumer, entry.Key, entry.Value)))];
    }

    private static DateTimeOffset? WrittenAt(IConsumer<byte[], byte[]> consumer, (string Topic, int Partition) partition, long offset)
    {
        consumer.Assign(new TopicPartitionOffset(partition.Topic, partition.Partition, offset));
        var result = consumer.Consume(Patience);
        return result is null || result.IsPartitionEOF ? null : DateTimeOffset.FromUnixTimeMilliseconds(result.Message.Timestamp.UnixTimestampMs);
    }
}

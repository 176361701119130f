using Engage.Streams.Ports;

namespace Engage.Streams.Testing.Cluster;

/// <summary>One partition's log.</summary>
internal sealed class BrokerLog(TopicPartition partition)
{
    private readonly List<LogEntry> entries = [];
    private readonly HashSet<BrokerTransaction> open = [];

    public TopicPartition Partition { get; } = partition;

    public IReadOnlyList<LogEntry> Entries => entries;

    /// <summary>First offset that is still there.</summary>
    public long Start { get; private set; }

    public long HighWatermark => entries.Count;

    /// <summary>Where the first transaction still open begins; the high watermark if none is.</summary>
    public long StableEnd => open.Count == 0 ? HighWatermark : open.Min(transaction => transaction.FirstOffsets[Partition]);

    public LogEntry Append(ReadOnlySpan<byte> key, bool hasKey, ReadOnlySpan<byte> value, bool hasValue, HeaderView headers, long timestampMicros, BrokerTransaction? transaction)
    {
        var entry = new LogEntry
        {
            Offset = entries.Count,
            Key = hasKey ? key.ToArray() : null,
            Value = hasValue ? value.ToArray() : null,
            Headers = headers.Encoded.ToArray(),
            TimestampMicros = timestampMicros,
            Transaction = transaction,
        };
        entries.Add(entry);
        if (transaction is not null && transaction.FirstOffsets.TryAdd(Partition, entry.Offset)) open.Add(transaction);
        return entry;
    }

    /// <summary>Takes away what a compaction would: all but the last record of each key, and tombstones as well once their time has passed.</summary>
    public void Compact(bool dropTombstones)
    {
        var last = entries.Where(entry => entry.IsReadable).GroupBy(entry => Convert.ToHexString(entry.Key!)).ToDictionary(group => group.Key, group => group.Last().Offset);
        for (var offset = 0; offset < entries.Count; offset++)
        {
            var entry = entries[offset];
            if (!entry.IsControl && entry.IsReadable && (last[Convert.ToHexString(entry.Key!)] != offset || (dropTombstones && entry.Value is null))) entries[offset] = entry with { IsGone = true };
        }
    }

    /// <summary>Takes away everything before an offset, as retention or an operator does.</summary>
    public void DeleteBefore(long offset) => Start = offset;

    public void End(BrokerTransaction transaction, long timestampMicros)
    {
        if (!open.Remove(transaction)) return;
        entries.Add(new LogEntry { Offset = entries.Count, TimestampMicros = timestampMicros, Transaction = transaction, IsControl = true });
    }
}

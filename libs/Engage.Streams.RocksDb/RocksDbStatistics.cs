namespace Engage.Streams.RocksDb;

/// <summary>What RocksDB says of one database; figures are estimates.</summary>
/// <param name="Keys">Live keys.</param>
/// <param name="FileBytes">Bytes of table files in use.</param>
/// <param name="MemoryBytes">Bytes of write buffers, those being flushed included.</param>
/// <param name="PendingCompactionBytes">Bytes that compaction still has to rewrite.</param>
/// <param name="BackgroundErrors">Failed flushes and compactions since the database was opened.</param>
/// <param name="AreWritesStopped">Writes wait for compaction.</param>
public readonly record struct RocksDbStatistics(
    long Keys, long FileBytes, long MemoryBytes, long PendingCompactionBytes, long BackgroundErrors, bool AreWritesStopped)
{
    /// <summary>The figures of two databases together.</summary>
    public static RocksDbStatistics operator +(RocksDbStatistics left, RocksDbStatistics right) => new(
        left.Keys + right.Keys,
        left.FileBytes + right.FileBytes,
        left.MemoryBytes + right.MemoryBytes,
        left.PendingCompactionBytes + right.PendingCompactionBytes,
        left.BackgroundErrors + right.BackgroundErrors,
        left.AreWritesStopped || right.AreWritesStopped);
}

using System.Globalization;

namespace Engage.Streams.RocksDb;

/// <summary>How a process divides its memory for state: one block cache for all tasks, two write buffers for each.</summary>
/// <remarks>RocksDB's C API has no write buffer manager, so the bound is arithmetic: every task is assumed to have both of its buffers full.</remarks>
public sealed record RocksDbMemoryBudget
{
    /// <summary>One buffer takes writes while the other is flushed.</summary>
    public const int BuffersPerTask = 2;

    private const long Mebibyte = 1024 * 1024;
    private const long WriteBufferBytesMin = 1 * Mebibyte;

    // A larger buffer de-duplicates no more: the overlay has done so already.
    private const long WriteBufferBytesMax = 8 * Mebibyte;
    private const long BlockCacheBytesMin = 8 * Mebibyte;

    private RocksDbMemoryBudget(int tasks, long writeBufferBytes, long blockCacheBytes)
    {
        Tasks = tasks;
        WriteBufferBytes = writeBufferBytes;
        BlockCacheBytes = blockCacheBytes;
    }

    /// <summary>The most tasks that this process can own at once.</summary>
    public int Tasks { get; }

    /// <summary>Size of each of a task's two write buffers.</summary>
    public long WriteBufferBytes { get; }

    /// <summary>Size of the cache that all tasks share; indexes and filters live in it too.</summary>
    public long BlockCacheBytes { get; }

    /// <summary>The sum of it all.</summary>
    public long TotalBytes => BlockCacheBytes + (Tasks * BuffersPerTask * WriteBufferBytes);

    /// <summary>The least that <paramref name="tasks"/> tasks can work with.</summary>
    public static long MinimumBytes(int tasks) => BlockCacheBytesMin + (tasks * BuffersPerTask * WriteBufferBytesMin);

    /// <summary>Gives half of the budget to write buffers, as far as they can use it, and the rest to the cache.</summary>
    /// <param name="totalBytes">At least <see cref="MinimumBytes"/>.</param>
    /// <param name="tasks">The most tasks that this process can own at once, usually the partition count; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The budget is too small for so many tasks.</exception>
    public static RocksDbMemoryBudget Divide(long totalBytes, int tasks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tasks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(totalBytes, MinimumBytes(tasks));

        var share = totalBytes / 2 / tasks / BuffersPerTask / Mebibyte * Mebibyte;
        var writeBufferBytes = Math.Clamp(share, WriteBufferBytesMin, WriteBufferBytesMax);
        return new(tasks, writeBufferBytes, totalBytes - (tasks * BuffersPerTask * writeBufferBytes));
    }

    /// <summary>The arithmetic in one line, for the log at start.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{InMebibytes(TotalBytes)} MiB = {InMebibytes(BlockCacheBytes)} MiB block cache + {Tasks} tasks x {BuffersPerTask} write buffers x {InMebibytes(WriteBufferBytes)} MiB");

    private static double InMebibytes(long bytes) => Math.Round(bytes / (double)Mebibyte, 1);
}

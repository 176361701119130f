using System.Buffers.Binary;
using System.Globalization;

using Engage.Streams.Ports;

using Microsoft.Win32.SafeHandles;

namespace Engage.Streams.RocksDb.Integrity;

/// <summary>Checks that each write-ahead log continues where the one before it ends.</summary>
/// <remarks>
/// RocksDB stops at a damaged record, but a log that lost its last records at a record's edge (a power cut: logs are not synced) looks complete, and the next log is replayed
/// on top of the hole. A record of a log is a batch: <c>sequence of its first entry (8) | count of entries (4) | …</c>
/// </remarks>
internal static class LogContinuity
{
    private const int BatchHeaderBytes = 12;
    private const int CountOffset = 8;

    /// <param name="firstNumber">The oldest log that recovery reads; older ones only wait to be deleted.</param>
    /// <exception cref="StateStoreException">With <see cref="StateFault.Corrupt"/> when there is a hole between two logs.</exception>
    public static void Verify(string path, long firstNumber)
    {
        long? expected = null;
        foreach (var number in Numbers(path).Where(number => number >= firstNumber))
        {
            using var log = File.OpenHandle(Path.Combine(path, FileName(number)));
            if (ReadRange(log) is not { } range) continue;
            if (expected is { } next && range.First != next)
                throw new StateStoreException(StateFault.Corrupt, $"{path} is damaged: {FileName(number)} begins with write {range.First}, but the log before it ends before write {next}.");
            expected = range.Next;
        }
    }

    /// <summary>The numbers of the logs there are, ascending.</summary>
    public static IEnumerable<long> Numbers(string path) => Directory.EnumerateFiles(path, "*.log")
        .Select(file => long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
        .Where(number => number >= 0)
        .Order();

    public static string FileName(long number) => number.ToString("d6", CultureInfo.InvariantCulture) + ".log";

    /// <summary>First sequence in the log and the one that would follow its last; null when it holds no whole record.</summary>
    private static (long First, long Next)? ReadRange(SafeFileHandle log)
    {
        Span<byte> head = stackalloc byte[BatchHeaderBytes];
        var reader = new LogFileReader(log, from: 0, RandomAccess.GetLength(log), head);
        (long First, long Next)? range = null;
        while (reader.TryRead(out var batch) && batch.Length == BatchHeaderBytes)
        {
            var sequence = BinaryPrimitives.ReadInt64LittleEndian(batch);
            range = (range?.First ?? sequence, sequence + BinaryPrimitives.ReadUInt32LittleEndian(batch[CountOffset..]));
        }

        return range;
    }
}

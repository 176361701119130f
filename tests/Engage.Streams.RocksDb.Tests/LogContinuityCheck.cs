using System.Buffers.Binary;

using Engage.Streams.Ports;
using Engage.Streams.RocksDb.Integrity;

namespace Engage.Streams.RocksDb.Tests;

/// <summary>Logs made by hand: a log that misses its end while a newer one exists arises only when a machine loses power at the right moment.</summary>
public sealed class LogContinuityCheck : IDisposable
{
    private const int BlockBytes = 32 * 1024;

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Logs_that_follow_each_other_pass()
    {
        WriteLog(7, (1, 10), (11, 5));
        WriteLog(9, (16, 1), (17, 100));
        WriteLog(12);
        WriteLog(13, (117, 1));

        LogContinuity.Verify(directory.Path, firstNumber: 7);
    }

    [Fact]
    public void A_log_that_misses_its_last_record_is_reported()
    {
        WriteLog(7, (1, 10)); // Once it also held writes 11 to 15.
        WriteLog(9, (16, 1));

        var report = Assert.Throws<StateStoreException>(() => LogContinuity.Verify(directory.Path, firstNumber: 7));

        Assert.Equal(StateFault.Corrupt, report.Fault);
        Assert.Contains("000009.log begins with write 16, but the log before it ends before write 11", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Logs_that_only_wait_to_be_deleted_do_not_count()
    {
        WriteLog(7, (1, 10));
        WriteLog(9, (16, 1));

        LogContinuity.Verify(directory.Path, firstNumber: 9);
    }

    [Fact]
    public void A_record_over_several_blocks_counts_once()
    {
        var log = new List<byte>();
        var batch = new byte[BlockBytes * 2];
        BinaryPrimitives.WriteInt64LittleEndian(batch, 1);
        BinaryPrimitives.WriteInt32LittleEndian(batch.AsSpan(8), 3);
        AppendFragment(log, type: 2, batch.AsSpan(0, BlockBytes - 7));
        AppendFragment(log, type: 3, batch.AsSpan(0, BlockBytes - 7));
        AppendFragment(log, type: 4, batch.AsSpan(0, 14));
        File.WriteAllBytes(Path.Combine(directory.Path, "000007.log"), [.. log]);
        WriteLog(9, (4, 1));

        LogContinuity.Verify(directory.Path, firstNumber: 0);
    }

    [Fact]
    public void A_torn_record_does_not_count()
    {
        WriteLog(7, (1, 10), (11, 5));
        var file = Path.Combine(directory.Path, "000007.log");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1]);
        WriteLog(9, (16, 1));

        Assert.Throws<StateStoreException>(() => LogContinuity.Verify(directory.Path, firstNumber: 0));
    }

    private static void AppendFragment(List<byte> log, byte type, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[7];
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], (ushort)payload.Length);
        header[6] = type;
        log.AddRange(header);
        log.AddRange(payload);
    }

    private void WriteLog(long number, params (long Sequence, int Count)[] batches)
    {
        var log = new List<byte>();
        Span<byte> batch = stackalloc byte[20];
        foreach (var (sequence, count) in batches)
        {
            BinaryPrimitives.WriteInt64LittleEndian(batch, sequence);
            BinaryPrimitives.WriteInt32LittleEndian(batch[8..], count);
            AppendFragment(log, type: 1, batch);
        }

        File.WriteAllBytes(Path.Combine(directory.Path, LogContinuity.FileName(number)), [.. log]);
    }
}

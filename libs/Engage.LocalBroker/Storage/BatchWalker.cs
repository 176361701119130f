using System.Buffers;
using Engage.LocalBroker.Records;

namespace Engage.LocalBroker.Storage;

/// <summary>Steps from batch to batch through a stretch of a segment, reading heads in chunks and whole batches only on demand.</summary>
internal sealed class BatchWalker : IDisposable
{
    /// <summary>For look-ups, which stop after a few KiB.</summary>
    public const int ShortChunkBytes = 8 * 1024;

    /// <summary>For walks over everything.</summary>
    public const int LongChunkBytes = 256 * 1024;

    private readonly SegmentFile file;
    private readonly long end;
    private readonly int chunkBytes;
    private byte[] chunk;
    private long chunkStart;
    private int chunkLength;
    private long next;

    /// <param name="file">Stays acquired by the caller while walking.</param>
    /// <param name="start">First byte of a batch.</param>
    /// <param name="end">Bytes from here on are not looked at.</param>
    /// <param name="chunkBytes">How much is read at once.</param>
    public BatchWalker(SegmentFile file, long start, long end, int chunkBytes)
    {
        (this.file, this.end, this.chunkBytes, next, chunkStart) = (file, end, chunkBytes, start, start);
        chunk = ArrayPool<byte>.Shared.Rent(chunkBytes);
    }

    /// <summary>Where the current batch begins; the end of the last whole batch once <see cref="MoveNext"/> returned false.</summary>
    public long Position { get; private set; }

    /// <summary>Head of the current batch; valid until the next call, <see cref="ReadWhole"/> included.</summary>
    public BatchHeader Header => new(chunk.AsSpan(Offset(Position), BatchHeader.SizeBytes));

    /// <summary>Goes on to the next batch. False at the end, and where the bytes left cannot be a whole batch (a torn write).</summary>
    public bool MoveNext()
    {
        Position = next;
        if (end - next < BatchHeader.SizeBytes) return false;

        Load(BatchHeader.SizeBytes);
        var header = Header;
        if (header.TotalBytes < BatchHeader.SizeBytes || header.TotalBytes > end - Position) return false;

        next = Position + header.TotalBytes;
        return true;
    }

    /// <summary>The current batch in full; valid until the next call.</summary>
    public ReadOnlyMemory<byte> ReadWhole()
    {
        var sizeBytes = (int)Header.TotalBytes;
        Load(sizeBytes);
        return chunk.AsMemory(Offset(Position), sizeBytes);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(chunk);
        chunk = [];
    }

    private int Offset(long position) => (int)(position - chunkStart);

    /// <summary>Makes the <paramref name="sizeBytes"/> bytes from <see cref="Position"/> on available in the chunk.</summary>
    private void Load(int sizeBytes)
    {
        if (Position >= chunkStart && Position + sizeBytes <= chunkStart + chunkLength) return;

        var wanted = (int)Math.Min(Math.Max(sizeBytes, chunkBytes), end - Position);
        if (wanted > chunk.Length)
        {
            ArrayPool<byte>.Shared.Return(chunk);
            chunk = ArrayPool<byte>.Shared.Rent(wanted);
        }

        chunkLength = 0;
        file.ReadExactly(Position, chunk.AsSpan(0, wanted));
        (chunkStart, chunkLength) = (Position, wanted);
    }
}

using System.Buffers.Binary;

using Microsoft.Win32.SafeHandles;

namespace Engage.Streams.RocksDb.Integrity;

/// <summary>Walks the records of a file in RocksDB's log format, which both write-ahead logs and manifests have.</summary>
/// <remarks>
/// <code>
/// file     = 32 KiB blocks of fragment…; a block's last 0–6 bytes, where no header fits, are zero
/// fragment = crc (4) | payload length (2) | type (1: full 1, first 2, middle 3, last 4) | payload
/// </code>
/// Little-endian. Source: db/log_format.h of RocksDB 7.8. Checksums are not looked at: RocksDB judges them itself when it reads the file.
/// </remarks>
internal ref struct LogFileReader
{
    private const int BlockBytes = 32 * 1024;
    private const int HeaderBytes = 7;
    private const byte Full = 1;
    private const byte Last = 4;

    private readonly SafeFileHandle file;
    private readonly long length;
    private readonly Span<byte> head;
    private readonly byte[] block = new byte[BlockBytes];
    private long blockStart = -1;

    /// <param name="from">Where a record begins: 0, or an <see cref="Offset"/> of before.</param>
    /// <param name="head">Takes the start of each record; the rest of a longer one is skipped.</param>
    public LogFileReader(SafeFileHandle file, long from, long length, Span<byte> head)
    {
        this.file = file;
        this.length = length;
        this.head = head;
        Offset = from;
    }

    /// <summary>The end of the last record that was read.</summary>
    public long Offset { get; private set; }

    /// <summary>Reads the next whole record.</summary>
    /// <returns>False at the end and at a torn or garbled record.</returns>
    public bool TryRead(out ReadOnlySpan<byte> start)
    {
        start = default;
        var filled = 0;
        var position = Offset;
        while (position + HeaderBytes <= length)
        {
            var left = BlockBytes - (int)(position % BlockBytes);
            if (left < HeaderBytes)
            {
                position += left;
                continue;
            }

            var fragment = BlockAt(position);
            var payload = BinaryPrimitives.ReadUInt16LittleEndian(fragment[4..]);
            var type = fragment[6];
            if (type is < Full or > Last || HeaderBytes + payload > left || position + HeaderBytes + payload > length) return false;

            var part = fragment.Slice(HeaderBytes, Math.Min(payload, head.Length - filled));
            part.CopyTo(head[filled..]);
            filled += part.Length;
            position += HeaderBytes + payload;
            if (type is not (Full or Last)) continue;

            Offset = position;
            start = head[..filled];
            return true;
        }

        return false;
    }

    private ReadOnlySpan<byte> BlockAt(long position)
    {
        var start = position - (position % BlockBytes);
        if (start != blockStart)
        {
            block.AsSpan().Clear();
            RandomAccess.Read(file, block, start);
            blockStart = start;
        }

        return block.AsSpan((int)(position - start));
    }
}

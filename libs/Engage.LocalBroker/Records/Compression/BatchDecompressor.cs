using System.IO.Compression;
using System.Runtime.InteropServices;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Records.Compression;

/// <summary>Makes a batch's records readable, for the few tasks that look inside: key checks, look-up by time, compaction.</summary>
internal static class BatchDecompressor
{
    /// <summary>Most bytes one batch may unfold to; a batch is a megabyte by default, so more is an attack or an accident.</summary>
    public const int MaxUnfoldedBytes = 256 * 1024 * 1024;

    private const int GzipStepBytes = 16 * 1024;

    /// <summary>Whether records in this codec can be read at all. Others are stored and served as they came.</summary>
    public static bool CanRead(CompressionCodec codec) => codec is CompressionCodec.None or CompressionCodec.Gzip or CompressionCodec.Snappy or CompressionCodec.Lz4;

    /// <summary>The records of <paramref name="batch"/>: its own bytes when it is not compressed, else those of <paramref name="scratch"/>.</summary>
    /// <param name="batch">A whole batch whose codec <see cref="CanRead"/>.</param>
    /// <param name="scratch">Cleared and overwritten; the result borrows from it.</param>
    /// <exception cref="InvalidDataException">The compressed bytes are damaged or unfold beyond <see cref="MaxUnfoldedBytes"/>.</exception>
    public static ReadOnlySpan<byte> Records(ReadOnlyMemory<byte> batch, GrowingBuffer scratch)
    {
        var compressed = batch[BatchHeader.SizeBytes..];
        scratch.Clear();
        switch (new BatchHeader(batch.Span).Codec)
        {
            case CompressionCodec.None:
                return compressed.Span;
            case CompressionCodec.Gzip:
                Gunzip(compressed, scratch);
                return scratch.Written;
            case CompressionCodec.Snappy:
                SnappyDecoder.Decode(compressed.Span, scratch);
                return scratch.Written;
            case CompressionCodec.Lz4:
                Lz4FrameDecoder.Decode(compressed.Span, scratch);
                return scratch.Written;
            case var codec:
                throw new InvalidDataException($"Records compressed with {codec} cannot be read here.");
        }
    }

    /// <exception cref="InvalidDataException">One more chunk would exceed <see cref="MaxUnfoldedBytes"/>.</exception>
    public static void CheckSize(long unfoldedBytes)
    {
        if (unfoldedBytes is < 0 or > MaxUnfoldedBytes) throw new InvalidDataException($"A batch unfolds to {unfoldedBytes} bytes; {MaxUnfoldedBytes} are allowed.");
    }

    private static void Gunzip(ReadOnlyMemory<byte> compressed, GrowingBuffer target)
    {
        if (!MemoryMarshal.TryGetArray(compressed, out var array)) array = compressed.ToArray();

        using var gzip = new GZipStream(new MemoryStream(array.Array!, array.Offset, array.Count, writable: false), CompressionMode.Decompress);
        int read;
        do
        {
            CheckSize(target.Length);
            read = gzip.Read(target.Claim(GzipStepBytes));
            target.Unclaim(GzipStepBytes - read);
        }
        while (read > 0);
    }
}

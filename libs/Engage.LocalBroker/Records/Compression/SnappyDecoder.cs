using System.Buffers.Binary;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Records.Compression;

/// <summary>Decodes Snappy: the raw format, and the block framing that Java clients wrap around it.</summary>
/// <remarks>
/// Raw: unfolded length as varint, then elements whose low two tag bits say literal (0) or copy with 1, 2 or 4 offset bytes.
/// Java framing: magic <c>82 53 4E 41 50 50 59 00</c>, version i32, compatible version i32, then blocks of length i32 + raw.
/// See https://github.com/google/snappy/blob/main/format_description.txt.
/// </remarks>
internal static class SnappyDecoder
{
    private const int JavaHeaderBytes = 16;

    private static ReadOnlySpan<byte> JavaMagic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    /// <exception cref="InvalidDataException">The bytes are not Snappy.</exception>
    public static void Decode(ReadOnlySpan<byte> compressed, GrowingBuffer target)
    {
        if (!compressed.StartsWith(JavaMagic))
        {
            DecodeRaw(compressed, target);
            return;
        }

        if (compressed.Length < JavaHeaderBytes) throw new InvalidDataException("A Snappy header is cut short.");

        for (var rest = compressed[JavaHeaderBytes..]; !rest.IsEmpty;)
        {
            var length = rest.Length >= sizeof(int) ? BinaryPrimitives.ReadInt32BigEndian(rest) : -1;
            if (length < 0 || length > rest.Length - sizeof(int)) throw new InvalidDataException("A Snappy block is cut short.");

            DecodeRaw(rest.Slice(sizeof(int), length), target);
            rest = rest[(sizeof(int) + length)..];
        }
    }

    private static void DecodeRaw(ReadOnlySpan<byte> compressed, GrowingBuffer target)
    {
        var unfoldedBytes = ReadLength(ref compressed);
        BatchDecompressor.CheckSize(target.Length + (long)unfoldedBytes);
        var output = target.Claim((int)unfoldedBytes);
        var written = 0;

        while (!compressed.IsEmpty)
        {
            var tag = compressed[0];
            if ((tag & 3) == 0) written += CopyLiteral(ref compressed, output[written..]);
            else written += CopyEarlier(ref compressed, output, written);
        }

        if (written != output.Length) throw new InvalidDataException($"Snappy unfolded {written} bytes where {output.Length} were announced.");
    }

    private static int CopyLiteral(ref ReadOnlySpan<byte> compressed, Span<byte> output)
    {
        const int longestInTag = 60;
        var length = (compressed[0] >> 2) + 1L;
        var lengthBytes = length > longestInTag ? (int)length - longestInTag : 0;
        if (lengthBytes > 0) length = ReadLittleEndian(compressed, 1, lengthBytes) + 1L;

        var start = 1 + lengthBytes;
        if (length > compressed.Length - start || length > output.Length) throw new InvalidDataException("A Snappy literal exceeds its block.");

        compressed.Slice(start, (int)length).CopyTo(output);
        compressed = compressed[(start + (int)length)..];
        return (int)length;
    }

    private static int CopyEarlier(ref ReadOnlySpan<byte> compressed, Span<byte> output, int written)
    {
        var tag = compressed[0];
        var (length, offset, sizeBytes) = (tag & 3) switch
        {
            1 => (((tag >> 2) & 7) + 4, ((uint)(tag & 0xE0) << 3) | ReadLittleEndian(compressed, 1, 1), 2),
            2 => ((tag >> 2) + 1, ReadLittleEndian(compressed, 1, 2), 3),
            _ => ((tag >> 2) + 1, ReadLittleEndian(compressed, 1, 4), 5),
        };
        OverlappingCopy.Run(output, written, offset, length);
        compressed = compressed[sizeBytes..];
        return length;
    }

    private static uint ReadLength(ref ReadOnlySpan<byte> compressed)
    {
        uint value = 0;
        for (var index = 0; index < 5 && index < compressed.Length; index++)
        {
            value |= (uint)(compressed[index] & 0x7F) << (7 * index);
            if (compressed[index] >= 0x80) continue;

            compressed = compressed[(index + 1)..];
            return value;
        }

        throw new InvalidDataException("A Snappy length does not end.");
    }

    private static uint ReadLittleEndian(ReadOnlySpan<byte> bytes, int start, int count)
    {
        if (bytes.Length < start + count) throw new InvalidDataException("A Snappy element is cut short.");

        uint value = 0;
        for (var index = count - 1; index >= 0; index--) value = (value << 8) | bytes[start + index];
        return value;
    }
}

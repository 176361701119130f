using System.Buffers.Binary;

namespace Engage.LocalBroker.Records.Compression;

/// <summary>Decodes one LZ4 block: sequences of a token, literals, and a copy from earlier output.</summary>
/// <remarks>See https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md. The last sequence has literals only.</remarks>
internal static class Lz4Block
{
    private const int ShortestMatch = 4;
    private const int LengthEscape = 15;

    /// <summary>Appends the block to <paramref name="output"/> after its first <paramref name="written"/> bytes; returns the new count.</summary>
    /// <exception cref="InvalidDataException">The block is damaged or larger than the output.</exception>
    public static int Decode(ReadOnlySpan<byte> block, Span<byte> output, int written)
    {
        while (!block.IsEmpty)
        {
            var token = block[0];
            block = block[1..];

            var literals = TakeLength(ref block, token >> 4);
            if (literals > block.Length || literals > output.Length - written) throw new InvalidDataException("LZ4 literals exceed their block.");

            block[..literals].CopyTo(output[written..]);
            written += literals;
            block = block[literals..];
            if (block.IsEmpty) return written;
            if (block.Length < sizeof(ushort)) throw new InvalidDataException("An LZ4 match is cut short.");

            var offset = BinaryPrimitives.ReadUInt16LittleEndian(block);
            block = block[sizeof(ushort)..];
            var length = TakeLength(ref block, token & 0x0F) + ShortestMatch;
            OverlappingCopy.Run(output, written, offset, length);
            written += length;
        }

        return written;
    }

    private static int TakeLength(ref ReadOnlySpan<byte> block, int nibble)
    {
        var length = nibble;
        if (nibble < LengthEscape) return length;

        byte next;
        do
        {
            if (block.IsEmpty) throw new InvalidDataException("An LZ4 length is cut short.");

            next = block[0];
            block = block[1..];
            length += next;
            BatchDecompressor.CheckSize(length);
        }
        while (next == byte.MaxValue);

        return length;
    }
}

using System.Buffers.Binary;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Records.Compression;

/// <summary>Decodes LZ4 frames, with dependent or independent blocks. Checksums are skipped: the batch's CRC already covers the bytes.</summary>
/// <remarks>
/// Frame: magic u32 = 0x184D2204, FLG, BD, content size u64?, dictionary id u32?, header checksum u8, blocks, 0 u32, content checksum u32?.
/// Block: size u32 (top bit: stored), data, checksum u32?. Everything little-endian.
/// See https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md.
/// </remarks>
internal static class Lz4FrameDecoder
{
    private const uint Magic = 0x184D2204;
    private const uint StoredBit = 0x8000_0000;
    private const int ChecksumBytes = 4;

    /// <exception cref="InvalidDataException">The bytes are not an LZ4 frame.</exception>
    public static void Decode(ReadOnlySpan<byte> compressed, GrowingBuffer target)
    {
        if (TakeUInt32(ref compressed) != Magic) throw new InvalidDataException("Not an LZ4 frame.");

        var flags = Take(ref compressed, 1)[0];
        var largestBlockBytes = LargestBlock(Take(ref compressed, 1)[0]);
        Take(ref compressed, ((flags & 0x08) != 0 ? 8 : 0) + ((flags & 0x01) != 0 ? 4 : 0) + 1);
        var blockChecksumBytes = (flags & 0x10) != 0 ? ChecksumBytes : 0;

        for (var size = TakeUInt32(ref compressed); size != 0; size = TakeUInt32(ref compressed))
        {
            BatchDecompressor.CheckSize(target.Length + (long)largestBlockBytes);
            var block = Take(ref compressed, (int)(size & ~StoredBit));
            if ((size & StoredBit) != 0) block.CopyTo(target.Claim(block.Length));
            else Unfold(block, target, largestBlockBytes);
            Take(ref compressed, blockChecksumBytes);
        }
    }

    private static void Unfold(ReadOnlySpan<byte> block, GrowingBuffer target, int largestBlockBytes)
    {
        var before = target.Length;
        target.Claim(largestBlockBytes);
        var written = Lz4Block.Decode(block, target.Patch(0), before);
        target.Unclaim(largestBlockBytes - (written - before));
    }

    private static int LargestBlock(byte descriptor) => ((descriptor >> 4) & 7) switch
    {
        4 => 64 * 1024,
        5 => 256 * 1024,
        6 => 1024 * 1024,
        7 => 4 * 1024 * 1024,
        var unknown => throw new InvalidDataException($"LZ4 block size code {unknown} is not defined."),
    };

    private static uint TakeUInt32(ref ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(Take(ref bytes, sizeof(uint)));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        if ((uint)count > (uint)bytes.Length) throw new InvalidDataException("An LZ4 frame is cut short.");

        var taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }
}

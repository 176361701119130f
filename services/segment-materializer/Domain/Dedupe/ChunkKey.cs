using System.Buffers.Binary;

namespace Engage.SegmentMaterializer.Domain.Dedupe;

/// <summary>Key of a sealed chunk.</summary>
/// <remarks>
/// <code>length of the player id (2 B) | player id | level (1 B) | number (4 B)</code>
/// Big-endian, so all chunks of a player lie together, level by level in order of sealing, and no player's prefix begins another's. Erasing a player is deleting a prefix.
/// </remarks>
internal static class ChunkKey
{
    private const int SuffixBytes = sizeof(byte) + sizeof(uint);

    public static int PrefixBytes(int playerBytes) => sizeof(ushort) + playerBytes;

    public static int SizeBytes(int playerBytes) => PrefixBytes(playerBytes) + SuffixBytes;

    public static void WritePrefix(Span<byte> key, ReadOnlySpan<byte> player)
    {
        BinaryPrimitives.WriteUInt16BigEndian(key, (ushort)player.Length);
        player.CopyTo(key[sizeof(ushort)..]);
    }

    public static void Write(Span<byte> key, ReadOnlySpan<byte> player, byte level, uint number)
    {
        WritePrefix(key, player);
        var suffix = key[PrefixBytes(player.Length)..];
        suffix[0] = level;
        BinaryPrimitives.WriteUInt32BigEndian(suffix[1..], number);
    }
}

using System.Buffers.Binary;
using Engage.Rules.Decisions;

namespace Engage.Accumulator.Domain;

/// <summary>The key of one of a player's buckets: <c>length of the player id 2 | player id | bucket 2</c>, numbers big-endian. All of a player's buckets are neighbours.</summary>
internal static class BucketKey
{
    public static int SizeOf(ReadOnlySpan<byte> player) => player.Length + (2 * sizeof(ushort));

    public static void Write(Span<byte> key, ReadOnlySpan<byte> player, int bucket)
    {
        BinaryPrimitives.WriteUInt16BigEndian(key, checked((ushort)player.Length));
        player.CopyTo(key[sizeof(ushort)..]);
        BinaryPrimitives.WriteUInt16BigEndian(key[(sizeof(ushort) + player.Length)..], (ushort)bucket);
    }

    /// <summary>The bucket of a rule: the first bits of its key.</summary>
    /// <param name="bits">0 to 16; 0 means one bucket.</param>
    public static int Of(RuleKey rule, int bits) => bits == 0 ? 0 : (int)(rule.Value >> (64 - bits));
}

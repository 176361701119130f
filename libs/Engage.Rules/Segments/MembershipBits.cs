namespace Engage.Rules.Segments;

/// <summary>Memberships as bits: bit i, least significant first, stands for segment i.</summary>
public static class MembershipBits
{
    /// <summary>Bytes that the memberships of this many segments take at most.</summary>
    public static int SizeOf(int segmentCount) => (segmentCount + 7) / 8;

    internal static bool Get(ReadOnlySpan<ulong> words, int index) => index / 64 < words.Length && (words[index / 64] >> (index % 64) & 1) != 0;

    internal static void Set(Span<ulong> words, int index, bool value)
    {
        var bit = 1UL << (index % 64);
        if (value) words[index / 64] |= bit;
        else words[index / 64] &= ~bit;
    }

    /// <summary>Writes the bytes without trailing zeros.</summary>
    /// <returns>Bytes written.</returns>
    internal static int Write(ReadOnlySpan<ulong> words, Span<byte> destination)
    {
        var length = 0;
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = (byte)(words[i / 8] >> (i % 8 * 8));
            if (destination[i] != 0) length = i + 1;
        }

        return length;
    }

    internal static bool AnyCommon(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            if ((left[i] & right[i]) != 0) return true;
        }

        return false;
    }
}

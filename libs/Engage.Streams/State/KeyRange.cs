namespace Engage.Streams.State;

/// <summary>Bounds of ranges of keys.</summary>
internal static class KeyRange
{
    /// <summary>The first key after all that start with <paramref name="prefix"/>; empty if there is none such.</summary>
    public static byte[] EndOfPrefix(ReadOnlySpan<byte> prefix)
    {
        var last = prefix.LastIndexOfAnyExcept((byte)0xff);
        if (last < 0) return [];
        var end = prefix[..(last + 1)].ToArray();
        end[last]++;
        return end;
    }
}

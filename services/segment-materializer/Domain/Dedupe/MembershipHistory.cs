namespace Engage.SegmentMaterializer.Domain.Dedupe;

/// <summary>What the player's segments and the definitions in force were, position by position: a reversal is judged on those of its original.</summary>
/// <remarks>
/// Grows only when one of the two changes. <code>count (varint) | per entry: position (varint) | ingested (varint, ms) | definitions offset (signed varint) | segments (length-prefixed)</code>
/// </remarks>
internal sealed class MembershipHistory
{
    /// <summary>A player whose segments change more often than this within the dedupe horizon loses the oldest ones: a reversal of such an old event is then unmatched.</summary>
    public const int Capacity = 256;

    private readonly List<Membership> entries = [];

    /// <summary>As of the event at <paramref name="Position"/> and the ones after it, up to the next entry.</summary>
    internal readonly record struct Membership(long Position, long IngestedAtMs, long DefinitionsOffset, byte[] Segments);

    public Membership? Latest => entries.Count == 0 ? null : entries[^1];

    /// <summary>Notes what held for the event at <paramref name="position"/>, and forgets what no event within the horizon was judged on.</summary>
    public void Note(long position, long ingestedAtMs, long definitionsOffset, ReadOnlySpan<byte> segments, long oldestIngestedAtMs)
    {
        if (entries.Count > 0 && entries[^1].DefinitionsOffset == definitionsOffset && segments.SequenceEqual(entries[^1].Segments)) return;
        entries.Add(new Membership(position, ingestedAtMs, definitionsOffset, segments.ToArray()));

        var outdated = 0;
        while (outdated + 1 < entries.Count && entries[outdated + 1].IngestedAtMs < oldestIngestedAtMs) outdated++;
        outdated = Math.Max(outdated, entries.Count - Capacity);
        if (outdated > 0) entries.RemoveRange(0, outdated);
    }

    /// <summary>What held for the event at <paramref name="position"/>; null: no longer known.</summary>
    public Membership? At(long position)
    {
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            if (entries[i].Position <= position) return entries[i];
        }

        return null;
    }

    public void Write(RowWriter writer)
    {
        writer.Unsigned((ulong)entries.Count);
        foreach (var entry in entries)
        {
            writer.Unsigned((ulong)entry.Position);
            writer.Unsigned((ulong)entry.IngestedAtMs);
            writer.Signed(entry.DefinitionsOffset);
            writer.Prefixed(entry.Segments);
        }
    }

    public void Read(ref RowReader reader)
    {
        entries.Clear();
        var count = (int)reader.Unsigned();
        for (var i = 0; i < count; i++)
        {
            entries.Add(new Membership((long)reader.Unsigned(), (long)reader.Unsigned(), reader.Signed(), reader.Prefixed().ToArray()));
        }
    }
}

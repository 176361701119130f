namespace Engage.SegmentMaterializer.Domain.Dedupe;

/// <summary>The player's newest accepted events, inside the player row: one read and one write of the row serve state and dedupe alike.</summary>
/// <remarks><code>count (varint) | per entry: digest 12 B, body (see <see cref="DedupeEntry"/>) against the first entry's time and position, which stand before the entries (8 B each)</code></remarks>
internal sealed class DedupeRing
{
    /// <summary>When this many are in, all of them are sealed into a chunk. 32 entries of a plain bet are about 0.9 KB.</summary>
    public const int Capacity = 32;

    private readonly List<DedupeEntry> entries = new(Capacity);

    public IReadOnlyList<DedupeEntry> Entries => entries;

    public bool IsFull => entries.Count >= Capacity;

    public void Add(DedupeEntry entry) => entries.Add(entry);

    public void Clear() => entries.Clear();

    /// <summary>The entry of <paramref name="digest"/>; null: not here.</summary>
    public DedupeEntry? Find(EventDigest digest)
    {
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            if (entries[i].Digest == digest) return entries[i];
        }

        return null;
    }

    /// <summary>Puts <paramref name="changed"/> in the place of the entry with the same digest; false: not here.</summary>
    public bool Replace(DedupeEntry changed)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Digest != changed.Digest) continue;
            entries[i] = changed;
            return true;
        }

        return false;
    }

    public void Write(RowWriter writer)
    {
        writer.Unsigned((ulong)entries.Count);
        if (entries.Count == 0) return;
        var (baseMs, basePosition) = (entries[0].IngestedAtMs, entries[0].Position);
        writer.Int64(baseMs);
        writer.Int64(basePosition);
        Span<byte> digest = stackalloc byte[EventDigest.SizeBytes];
        foreach (var entry in entries)
        {
            entry.Digest.Write(digest);
            writer.Bytes(digest);
            entry.WriteBody(writer, baseMs, basePosition);
        }
    }

    public void Read(ref RowReader reader)
    {
        entries.Clear();
        var count = (int)reader.Unsigned();
        if (count == 0) return;
        var (baseMs, basePosition) = (reader.Int64(), reader.Int64());
        for (var i = 0; i < count; i++)
        {
            var digest = EventDigest.Read(reader.Bytes(EventDigest.SizeBytes));
            entries.Add(DedupeEntry.ReadBody(digest, ref reader, baseMs, basePosition));
        }
    }
}

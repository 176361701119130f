namespace Engage.SegmentMaterializer.Domain.Dedupe;

/// <summary>The player's newest accepted events, inside the player row: one read and one write of the row serve state and dedupe alike.</summary>
/// <remarks><code>count (varint) | per entry: digest 12 B, body (see <see cref="DedupeEntry"/>) against the first entry's time and position, which stand before the entries (8 B each)</code> Adding allocates nothing once the buffer has grown.</remarks>
internal sealed class DedupeRing
{
    /// <summary>When this many are in, all of them are sealed into a chunk. 32 entries of a plain bet are about 0.9 KB.</summary>
    public const int Capacity = 32;

    private readonly EventDigest[] digests = new EventDigest[Capacity];
    private readonly int[] ends = new int[Capacity];
    private readonly RowWriter encoded = new(initialBytes: 256); // Entries as they lie in the row: a look compares digests, a save copies bytes.
    private long baseMs;
    private long basePosition;

    public int Count { get; private set; }

    public bool IsFull => Count >= Capacity;

    public void Add(in DedupeEntry entry)
    {
        if (Count == 0) (baseMs, basePosition) = (entry.IngestedAtMs, entry.Position);
        Append(entry);
    }

    public void Clear()
    {
        Count = 0;
        encoded.Clear();
    }

    /// <summary>The entry of <paramref name="digest"/>; null: not here.</summary>
    public DedupeEntry? Find(EventDigest digest)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (digests[i] == digest) return At(i);
        }

        return null;
    }

    /// <summary>Puts <paramref name="changed"/> in the place of the entry with the same digest; false: not here.</summary>
    public bool Replace(in DedupeEntry changed)
    {
        var entries = new List<DedupeEntry>(Count);
        CopyTo(entries);
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Digest != changed.Digest) continue;
            entries[i] = changed;
            Clear();
            foreach (var entry in entries) Append(entry);
            return true;
        }

        return false;
    }

    /// <summary>Adds all entries, in the order in which they came.</summary>
    public void CopyTo(List<DedupeEntry> into)
    {
        for (var i = 0; i < Count; i++) into.Add(At(i));
    }

    public void Write(RowWriter writer)
    {
        writer.Unsigned((ulong)Count);
        if (Count == 0) return;
        writer.Int64(baseMs);
        writer.Int64(basePosition);
        writer.Bytes(encoded.Written);
    }

    public void Read(ref RowReader reader)
    {
        Clear();
        var count = (int)reader.Unsigned();
        if (count == 0) return;
        (baseMs, basePosition) = (reader.Int64(), reader.Int64());
        var entries = reader.Rest;
        for (; Count < count; Count++)
        {
            digests[Count] = EventDigest.Read(reader.Bytes(EventDigest.SizeBytes));
            DedupeEntry.ReadBody(digests[Count], ref reader, baseMs, basePosition);
            ends[Count] = entries.Length - reader.Remaining;
        }

        encoded.Bytes(entries[..ends[Count - 1]]);
    }

    private void Append(in DedupeEntry entry)
    {
        Span<byte> digest = stackalloc byte[EventDigest.SizeBytes];
        entry.Digest.Write(digest);
        encoded.Bytes(digest);
        entry.WriteBody(encoded, baseMs, basePosition);
        (digests[Count], ends[Count]) = (entry.Digest, encoded.Written.Length);
        Count++;
    }

    private DedupeEntry At(int index)
    {
        var reader = new RowReader(encoded.Written[(index == 0 ? 0 : ends[index - 1])..]);
        reader.Bytes(EventDigest.SizeBytes);
        return DedupeEntry.ReadBody(digests[index], ref reader, baseMs, basePosition);
    }
}

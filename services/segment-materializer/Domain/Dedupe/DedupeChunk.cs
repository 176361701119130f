using System.Buffers.Binary;

namespace Engage.SegmentMaterializer.Domain.Dedupe;

/// <summary>A sealed, sorted run of dedupe entries; written once, except when a reversal takes from one of its events.</summary>
/// <remarks>
/// <code>
/// newest ingested (8 B, ms) | base ingested (8 B, ms) | base position (8 B) | count (4 B) | digests, ascending (12 B each) | body offsets from the end of this table (4 B each) | bodies
/// </code>
/// All big-endian. Searched in place: a miss reads log2(count) digests and decodes nothing.
/// </remarks>
internal static class DedupeChunk
{
    /// <summary>Level-0 chunks that are merged into one of level 1.</summary>
    public const int MergeFactor = 16;

    private const int HeaderBytes = 3 * sizeof(long) + sizeof(int);

    /// <summary>Encodes <paramref name="entries"/>, which it sorts, into <paramref name="chunk"/>, which is cleared before.</summary>
    public static void Seal(List<DedupeEntry> entries, RowWriter chunk)
    {
        entries.Sort(static (left, right) => left.Digest.CompareTo(right.Digest));
        long newestMs = long.MinValue, baseMs = long.MaxValue, basePosition = long.MaxValue;
        foreach (var entry in entries)
        {
            newestMs = Math.Max(newestMs, entry.IngestedAtMs);
            baseMs = Math.Min(baseMs, entry.IngestedAtMs);
            basePosition = Math.Min(basePosition, entry.Position);
        }

        chunk.Clear();
        chunk.Int64(newestMs);
        chunk.Int64(baseMs);
        chunk.Int64(basePosition);
        chunk.Int32(entries.Count);
        Span<byte> digest = stackalloc byte[EventDigest.SizeBytes];
        foreach (var entry in entries)
        {
            entry.Digest.Write(digest);
            chunk.Bytes(digest);
        }

        var offsets = chunk.Written.Length;
        for (var i = 0; i < entries.Count; i++) chunk.Int32(0);
        var bodies = chunk.Written.Length;
        for (var i = 0; i < entries.Count; i++)
        {
            chunk.Int32At(offsets + (i * sizeof(int)), chunk.Written.Length - bodies);
            entries[i].WriteBody(chunk, baseMs, basePosition);
        }
    }

    /// <summary>The entry of <paramref name="digest"/>; null: not in this chunk.</summary>
    public static DedupeEntry? Find(ReadOnlySpan<byte> chunk, EventDigest digest)
    {
        int low = 0, high = Count(chunk) - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var candidate = DigestAt(chunk, middle);
            if (candidate == digest) return EntryAt(chunk, middle);
            if (candidate < digest) low = middle + 1;
            else high = middle - 1;
        }

        return null;
    }

    public static int Count(ReadOnlySpan<byte> chunk) => BinaryPrimitives.ReadInt32BigEndian(chunk[24..]);

    /// <summary>When the youngest of its events came in; decides only when the chunk may be deleted, never whether an event is a repeat.</summary>
    public static long NewestIngestedAtMs(ReadOnlySpan<byte> chunk) => BinaryPrimitives.ReadInt64BigEndian(chunk);

    public static EventDigest DigestAt(ReadOnlySpan<byte> chunk, int index) => EventDigest.Read(chunk[(HeaderBytes + index * EventDigest.SizeBytes)..]);

    public static DedupeEntry EntryAt(ReadOnlySpan<byte> chunk, int index)
    {
        var count = Count(chunk);
        var offsets = HeaderBytes + count * EventDigest.SizeBytes;
        var body = offsets + count * sizeof(int) + BinaryPrimitives.ReadInt32BigEndian(chunk[(offsets + index * sizeof(int))..]);
        var reader = new RowReader(chunk[body..]);
        return DedupeEntry.ReadBody(DigestAt(chunk, index), ref reader, BinaryPrimitives.ReadInt64BigEndian(chunk[8..]), BinaryPrimitives.ReadInt64BigEndian(chunk[16..]));
    }

    /// <summary>Adds every entry ingested at or after <paramref name="oldestIngestedAtMs"/> to <paramref name="into"/>.</summary>
    public static void CopyTo(ReadOnlySpan<byte> chunk, List<DedupeEntry> into, long oldestIngestedAtMs)
    {
        for (var i = 0; i < Count(chunk); i++)
        {
            var entry = EntryAt(chunk, i);
            if (entry.IngestedAtMs >= oldestIngestedAtMs) into.Add(entry);
        }
    }
}

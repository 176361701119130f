namespace Engage.LocalBroker.Storage;

/// <summary>One entry per few KiB of a segment, kept only in memory: where a look-up by offset, position or time starts walking.</summary>
/// <remarks>One writer appends while any thread reads: an entry is complete before the count that includes it is published.</remarks>
internal sealed class SparseIndex
{
    /// <summary>Log bytes between two entries, as Kafka's index.interval.bytes.</summary>
    private const int IntervalBytes = 4096;

    private Entry[] entries = new Entry[16];
    private int count;

    /// <summary>Notes that a batch begins at <paramref name="position"/>; keeps it only if the last entry is far enough behind.</summary>
    /// <param name="offset">The batch's base offset.</param>
    /// <param name="position">Its first byte in the segment; never smaller than before.</param>
    /// <param name="maxTimestampBefore">Largest timestamp of all batches in front of it.</param>
    public void Add(long offset, long position, long maxTimestampBefore)
    {
        if (count > 0 && position - entries[count - 1].Position < IntervalBytes) return;

        if (count == entries.Length)
        {
            var larger = new Entry[count * 2];
            entries.CopyTo(larger, 0);
            Volatile.Write(ref entries, larger);
        }

        entries[count] = new Entry(offset, position, maxTimestampBefore);
        Volatile.Write(ref count, count + 1);
    }

    /// <summary>Position of the last entry whose batch begins at or before <paramref name="offset"/>; 0 when there is none.</summary>
    public long PositionAtOrBeforeOffset(long offset)
    {
        var known = Known();
        return PositionBefore(known, known.BinarySearch(new ByOffset(offset)));
    }

    /// <summary>Position of the last entry at or before <paramref name="position"/>; 0 when there is none.</summary>
    public long PositionAtOrBefore(long position)
    {
        var known = Known();
        return PositionBefore(known, known.BinarySearch(new ByPosition(position)));
    }

    /// <summary>Position from which to look for the first record with at least <paramref name="timestamp"/>.</summary>
    public long PositionBeforeTimestamp(long timestamp)
    {
        var known = Known();
        return PositionBefore(known, known.BinarySearch(new ByTimestamp(timestamp)));
    }

    /// <summary>Base offset of the first entry at or behind <paramref name="position"/>; null when the segment has none there.</summary>
    public long? OffsetAtOrAfter(long position)
    {
        var known = Known();
        var found = known.BinarySearch(new ByPosition(position));
        var next = found >= 0 ? found : ~found;
        return next < known.Length ? known[next].Offset : null;
    }

    private static long PositionBefore(ReadOnlySpan<Entry> known, int found)
    {
        var last = found >= 0 ? found : ~found - 1;
        return last >= 0 ? known[last].Position : 0;
    }

    private ReadOnlySpan<Entry> Known()
    {
        var length = Volatile.Read(ref count);
        return Volatile.Read(ref entries).AsSpan(0, length);
    }

    private readonly record struct Entry(long Offset, long Position, long MaxTimestampBefore);

    private readonly struct ByOffset(long offset) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => offset.CompareTo(other.Offset);
    }

    private readonly struct ByPosition(long position) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => position.CompareTo(other.Position);
    }

    /// <summary>Sorts every entry with only smaller timestamps before the target, every other one behind it.</summary>
    private readonly struct ByTimestamp(long timestamp) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => other.MaxTimestampBefore < timestamp ? 1 : -1;
    }
}

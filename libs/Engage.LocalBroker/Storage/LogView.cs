namespace Engage.LocalBroker.Storage;

/// <summary>What a partition's log looked like after one append: readers take one view and stay consistent without a lock.</summary>
/// <param name="LogStart">First readable offset.</param>
/// <param name="LogEnd">Offset of the next record; with one node also the high watermark.</param>
/// <param name="LastStableOffset">First offset of the earliest open transaction, else the log end; never below the log start.</param>
/// <param name="Segments">Ascending, at least one; the last is the active one.</param>
/// <param name="ActiveSizeBytes">How much of the active segment belongs to this view.</param>
/// <param name="Aborted">Aborted transactions up to the log end.</param>
internal sealed record LogView(
    long LogStart, long LogEnd, long LastStableOffset, Segment[] Segments, long ActiveSizeBytes, AbortedTransactions Aborted)
{
    public long SizeBytes(int segmentIndex) => segmentIndex == Segments.Length - 1 ? ActiveSizeBytes : Segments[segmentIndex].SizeBytes;

    /// <summary>Offset at which the segment's successor begins.</summary>
    public long EndOffset(int segmentIndex) => segmentIndex == Segments.Length - 1 ? LogEnd : Segments[segmentIndex + 1].BaseOffset;

    /// <summary>Index of the segment in whose range <paramref name="offset"/> falls.</summary>
    public int SegmentOf(long offset)
    {
        var (low, high) = (0, Segments.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Segments[middle].BaseOffset <= offset) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    /// <summary>First offset a reader of this isolation must not get.</summary>
    public long Bound(IsolationLevel isolation) => isolation == IsolationLevel.ReadCommitted ? LastStableOffset : LogEnd;
}

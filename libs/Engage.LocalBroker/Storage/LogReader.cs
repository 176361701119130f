using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Storage;

/// <summary>Finds what a fetch may have. Reads only batch heads; the records go from file to socket later.</summary>
internal static class LogReader
{
    /// <summary>Plans one partition's part of a fetch.</summary>
    /// <param name="log">Where to read.</param>
    /// <param name="offset">First offset wanted.</param>
    /// <param name="isolation">Whether the last stable offset or the log end bounds the read.</param>
    /// <param name="maxBytes">Most bytes to return.</param>
    /// <param name="evenIfLarger">Return the first batch in any case, so that a consumer with small limits makes progress.</param>
    public static FetchRead Read(PartitionLog log, long offset, IsolationLevel isolation, int maxBytes, bool evenIfLarger)
    {
        while (true)
        {
            if (log.IsOffline) return new FetchRead(ErrorCode.StorageError);

            var view = log.View;
            try
            {
                return Read(view, offset, isolation, maxBytes, evenIfLarger);
            }
            catch (ObjectDisposedException)
            {
                // Retention or compaction took the segment away after the view was read; the next view no longer names it.
                log.AwaitRearrangement();
            }
        }
    }

    private static FetchRead Read(LogView view, long offset, IsolationLevel isolation, int maxBytes, bool evenIfLarger)
    {
        if (offset < view.LogStart || offset > view.LogEnd) return new FetchRead(ErrorCode.OffsetOutOfRange);

        var bound = view.Bound(isolation);
        var nothing = new FetchRead(ErrorCode.None, view, EndOffset: offset);
        if (offset >= bound) return nothing;

        // Behind the last batch of a compacted segment there may be a gap, so the offset can lie in the next segment.
        for (var index = view.SegmentOf(offset); index < view.Segments.Length && view.Segments[index].BaseOffset < bound; index++)
        {
            var start = view.Segments[index].Locate(offset, view.SizeBytes(index));
            if (start < view.SizeBytes(index)) return Slice(view, index, start, bound, maxBytes, evenIfLarger);
        }

        return nothing;
    }

    private static FetchRead Slice(LogView view, int index, long start, long bound, int maxBytes, bool evenIfLarger)
    {
        var segment = view.Segments[index];
        var sizeBytes = view.SizeBytes(index);
        var end = view.EndOffset(index) <= bound ? sizeBytes : segment.Locate(bound, sizeBytes);
        var cut = end - start <= maxBytes ? end : segment.BoundaryAtOrBefore(start + maxBytes, start, end);
        var available = (int)Math.Min(int.MaxValue, end - start);
        if (cut == start && start < end && evenIfLarger) cut = start + segment.BatchBytesAt(start, end);
        if (cut == start) return new FetchRead(ErrorCode.None, view, AvailableBytes: available, EndOffset: bound);

        var endOffset = cut < sizeBytes ? segment.Index.OffsetAtOrAfter(cut) ?? view.EndOffset(index) : view.EndOffset(index);
        var slice = new SegmentSlice(segment.Acquire(), start, (int)(cut - start));
        return new FetchRead(ErrorCode.None, view, slice, available, Math.Min(endOffset, bound));
    }
}

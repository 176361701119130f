using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Records;
using Engage.LocalBroker.Records.Compression;

namespace Engage.LocalBroker.Storage;

/// <summary>Finds offsets by record time.</summary>
internal static class OffsetFinder
{
    /// <summary>First record with at least <paramref name="timestamp"/> that a reader of this isolation may have; null when there is none.</summary>
    /// <remarks>Inside a codec that cannot be read here the answer is the batch's first offset.</remarks>
    public static TimedOffset? FirstAtOrAfter(PartitionLog log, long timestamp, IsolationLevel isolation) =>
        OnStableView(log, view => FirstAtOrAfter(view, timestamp, view.Bound(isolation)));

    /// <summary>The record with the largest timestamp, the earliest of several; null in an empty log.</summary>
    public static TimedOffset? Largest(PartitionLog log, IsolationLevel isolation) => OnStableView(log, view => Largest(view, view.Bound(isolation)));

    private static TimedOffset? OnStableView(PartitionLog log, Func<LogView, TimedOffset?> find)
    {
        while (!log.IsOffline)
        {
            try
            {
                return find(log.View);
            }
            catch (ObjectDisposedException)
            {
                // Retention or compaction took a segment away after the view was read; the next view no longer names it.
                log.AwaitRearrangement();
            }
        }

        return null;
    }

    private static TimedOffset? FirstAtOrAfter(LogView view, long timestamp, long bound)
    {
        for (var index = 0; index < view.Segments.Length; index++)
        {
            var segment = view.Segments[index];
            if (segment.LargestTimestamp < timestamp || view.EndOffset(index) <= view.LogStart) continue;
            if (Search(view, index, timestamp) is { } found) return found.Offset < bound ? found : null;
        }

        return null;
    }

    private static TimedOffset? Largest(LogView view, long bound)
    {
        var largest = -1L;
        for (var index = 0; index < view.Segments.Length; index++)
        {
            var segment = view.Segments[index];
            if (segment.LargestTimestamp <= largest && view.EndOffset(index) <= bound) continue;

            using var walker = segment.Walk(0, view.SizeBytes(index), BatchWalker.ShortChunkBytes, out var file);
            using (file)
            {
                while (walker.MoveNext() && walker.Header.BaseOffset < bound)
                {
                    var header = walker.Header;
                    if (header.RecordCount > 0 && header.LastOffset >= view.LogStart) largest = Math.Max(largest, header.MaxTimestamp);
                }
            }
        }

        return largest < 0 ? null : FirstAtOrAfter(view, largest, bound);
    }

    private static TimedOffset? Search(LogView view, int index, long timestamp)
    {
        var segment = view.Segments[index];
        using var walker = segment.Walk(segment.Index.PositionBeforeTimestamp(timestamp), view.SizeBytes(index), BatchWalker.ShortChunkBytes, out var file);
        using (file)
        {
            while (walker.MoveNext())
            {
                var header = walker.Header;
                if (header.MaxTimestamp < timestamp || header.RecordCount == 0 || header.LastOffset < view.LogStart) continue;
                if (InBatch(walker.ReadWhole(), timestamp, view.LogStart) is { } found) return found;
            }
        }

        return null;
    }

    private static TimedOffset? InBatch(ReadOnlyMemory<byte> batch, long timestamp, long logStart)
    {
        var header = new BatchHeader(batch.Span);
        if (header.UsesLogAppendTime) return new TimedOffset(Math.Max(header.BaseOffset, logStart), header.MaxTimestamp);
        if (!BatchDecompressor.CanRead(header.Codec)) return new TimedOffset(Math.Max(header.BaseOffset, logStart), header.MaxTimestamp);

        using var scratch = new GrowingBuffer();
        var records = new RecordReader(BatchDecompressor.Records(batch, scratch));
        while (records.MoveNext())
        {
            var time = header.BaseTimestamp + records.Current.TimestampDelta;
            var offset = header.BaseOffset + records.Current.OffsetDelta;
            if (time >= timestamp && offset >= logStart) return new TimedOffset(offset, time);
        }

        return null;
    }
}

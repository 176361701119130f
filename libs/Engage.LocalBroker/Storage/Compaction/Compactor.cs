using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Records;
using Engage.LocalBroker.Records.Compression;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Storage.Compaction;

/// <summary>Rewrites a log's old segments so that of every key only the newest record remains.</summary>
/// <remarks>
/// Batches in a codec this broker cannot read (zstd) are copied whole, so such topics do not shrink. Runs beside appends and reads; only the
/// final swap of each file takes the log's lock.
/// </remarks>
internal sealed class Compactor(PartitionLog log, TopicConfig config, StorageContext context)
{
    private readonly CleanCheckpoint checkpoint = new(log.Directory);

    /// <summary>Cleans when the topic's dirty ratio or maximum lag asks for it.</summary>
    /// <exception cref="IOException">A file could not be written; the log is as before.</exception>
    public void RunIfDue()
    {
        var nowMs = context.Time.NowMs;
        var range = CleaningRange.Of(log.View, config, checkpoint, nowMs);
        if (range.IsDue(config, checkpoint, nowMs)) Clean(range, nowMs);
    }

    /// <summary>Cleans everything that may be cleaned, the active segment included.</summary>
    public void RunNow()
    {
        log.RollActive();
        var nowMs = context.Time.NowMs;
        Clean(CleaningRange.Of(log.View, config, checkpoint, nowMs), nowMs);
    }

    private void Clean(CleaningRange range, long nowMs)
    {
        var aborted = new AbortedRanges(log.View.Aborted);
        var keys = MapKeys(range, aborted, out var mapped);
        var rules = new CleaningRules(keys, aborted, log.NewestBatches(), checkpoint, nowMs - config.DeleteRetentionMs);
        using var filter = new BatchFilter(rules);
        foreach (var group in mapped.Groups(config.SegmentBytes))
        {
            if (!Rewrite(group, filter)) return;
        }

        checkpoint.Add(mapped.EndOffset, nowMs);
    }

    /// <summary>First pass. Stops behind the segment in which the map is full; the rest waits for the next round.</summary>
    private static KeyMap MapKeys(CleaningRange range, AbortedRanges aborted, out CleaningRange mapped)
    {
        var keys = new KeyMap();
        using var scratch = new GrowingBuffer();
        for (var index = 0; index < range.Segments.Count; index++)
        {
            MapKeys(range.Segments[index], aborted, keys, scratch);
            if (!keys.IsFull || index == range.Segments.Count - 1) continue;

            mapped = range with { Segments = [.. range.Segments.Take(index + 1)], EndOffset = range.Segments[index + 1].BaseOffset };
            return keys;
        }

        mapped = range;
        return keys;
    }

    private static void MapKeys(Segment segment, AbortedRanges aborted, KeyMap keys, GrowingBuffer scratch)
    {
        using var walker = segment.Walk(0, segment.SizeBytes, BatchWalker.LongChunkBytes, out var file);
        using (file)
        {
            while (walker.MoveNext())
            {
                var header = walker.Header;
                if (header.IsControl || header.RecordCount == 0 || aborted.Contains(header) || !BatchDecompressor.CanRead(header.Codec)) continue;

                var baseOffset = header.BaseOffset;
                var records = new RecordReader(BatchDecompressor.Records(walker.ReadWhole(), scratch));
                while (records.MoveNext())
                {
                    if (records.Current.HasKey) keys.Put(records.Current.Key, baseOffset + records.Current.OffsetDelta);
                }
            }
        }
    }

    /// <summary>Second pass over the segments that become one file. False when the log was rearranged meanwhile.</summary>
    private bool Rewrite(IReadOnlyList<Segment> group, BatchFilter filter)
    {
        var cleaned = LogFiles.Named(log.Directory, group[0].BaseOffset, LogFiles.CleanedExtension);
        var replacement = log.NewSegment(group[0].BaseOffset);
        using (var target = new FileStream(cleaned, FileMode.Create, FileAccess.Write))
        {
            foreach (var segment in group) Copy(segment, isLast: segment == group[^1], filter, replacement, target);
            target.Flush(flushToDisk: true);
        }

        context.CrashPoints.Reach(CrashPoint.CompactBeforeSwap);
        return log.Replace(group, replacement, cleaned, filter.DroppedMarkers);
    }

    private static void Copy(Segment segment, bool isLast, BatchFilter filter, Segment replacement, FileStream target)
    {
        using var walker = segment.Walk(0, segment.SizeBytes, BatchWalker.LongChunkBytes, out var file);
        using (file)
        {
            while (walker.MoveNext())
            {
                var endsFile = isLast && walker.Position + walker.Header.TotalBytes == segment.SizeBytes;
                var kept = filter.Apply(walker.ReadWhole(), keepEmpty: endsFile);
                if (kept.IsEmpty) continue;

                target.Write(kept);
                replacement.Grow(new BatchHeader(kept));
            }
        }
    }
}

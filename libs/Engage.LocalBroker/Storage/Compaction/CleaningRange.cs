using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Storage.Compaction;

/// <summary>Which segments a cleaning may touch, and whether it is worth it.</summary>
/// <param name="Segments">The oldest segments, inactive and wholly below the last stable offset.</param>
/// <param name="EndOffset">First offset behind them.</param>
/// <param name="DirtyBytes">How much of them was never cleaned.</param>
internal sealed record CleaningRange(IReadOnlyList<Segment> Segments, long EndOffset, long DirtyBytes)
{
    private long TotalBytes => Segments.Sum(segment => segment.SizeBytes);

    public static CleaningRange Of(LogView view, TopicConfig config, CleanCheckpoint checkpoint, long nowMs)
    {
        var segments = new List<Segment>();
        var endOffset = view.Segments[0].BaseOffset;
        var dirtyBytes = 0L;
        for (var index = 0; index < view.Segments.Length - 1; index++)
        {
            var segment = view.Segments[index];
            var tooYoung = config.MinCompactionLagMs > 0 && segment.LargestTimestamp > nowMs - config.MinCompactionLagMs;
            if (view.EndOffset(index) > view.LastStableOffset || tooYoung) break;

            segments.Add(segment);
            endOffset = view.EndOffset(index);
            if (endOffset > checkpoint.CleanedBefore) dirtyBytes += segment.SizeBytes;
        }

        return new CleaningRange(segments, endOffset, dirtyBytes);
    }

    /// <summary>True when enough is dirty, or something has been dirty for longer than the topic allows.</summary>
    public bool IsDue(TopicConfig config, CleanCheckpoint checkpoint, long nowMs)
    {
        if (DirtyBytes == 0) return false;

        var overdue = Segments.Any(segment => segment.BaseOffset >= checkpoint.CleanedBefore && nowMs - segment.FirstTimestamp > config.MaxCompactionLagMs);
        return overdue || DirtyBytes >= config.MinCleanableDirtyRatio * TotalBytes;
    }

    /// <summary>Neighbours that fit into one segment together: each group becomes one file.</summary>
    public IEnumerable<IReadOnlyList<Segment>> Groups(int segmentBytes)
    {
        var group = new List<Segment>();
        var sizeBytes = 0L;
        foreach (var segment in Segments)
        {
            if (group.Count > 0 && sizeBytes + segment.SizeBytes > segmentBytes)
            {
                yield return group;
                group = [];
                sizeBytes = 0;
            }

            group.Add(segment);
            sizeBytes += segment.SizeBytes;
        }

        if (group.Count > 0) yield return group;
    }
}

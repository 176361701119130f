using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Storage;

/// <summary>Deletes whole segments that are too old or too many.</summary>
internal static class Retention
{
    /// <summary>Applies the topic's limits; does nothing unless its cleanup.policy contains delete.</summary>
    /// <exception cref="IOException">A file could not be removed or the roll failed; the next run tries again.</exception>
    public static void Apply(PartitionLog log, TopicConfig config, long nowMs)
    {
        if (!config.Deletes) return;

        var view = log.View;
        var count = Math.Max(CountByTime(view, config, nowMs), CountBySize(view, config));
        if (count > 0) log.DropOldest(view, count);
    }

    /// <summary>How many of the oldest segments hold only expired records; the active one counts too, unless it is empty.</summary>
    private static int CountByTime(LogView view, TopicConfig config, long nowMs)
    {
        if (config.RetentionMs < 0) return 0;

        var expired = 0;
        while (expired < view.Segments.Length && view.SizeBytes(expired) > 0 && view.Segments[expired].LargestTimestamp < nowMs - config.RetentionMs) expired++;
        return expired;
    }

    /// <summary>How many of the oldest inactive segments can go while the rest still reaches the size limit.</summary>
    private static int CountBySize(LogView view, TopicConfig config)
    {
        if (config.RetentionBytes < 0) return 0;

        var excess = Enumerable.Range(0, view.Segments.Length).Sum(view.SizeBytes) - config.RetentionBytes;
        var surplus = 0;
        for (; surplus < view.Segments.Length - 1; surplus++)
        {
            excess -= view.SizeBytes(surplus);
            if (excess < 0) break;
        }

        return surplus;
    }
}

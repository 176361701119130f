namespace Engage.Streams.Runtime;

/// <summary>When a transaction is due. Pure: times are monotonic and given.</summary>
internal readonly struct CommitPolicy(StreamsOptions options)
{
    private const int FreePartitions = 8;
    private static readonly TimeSpan SpacingPerPartition = TimeSpan.FromMilliseconds(0.5);

    /// <summary>At the end of the input or after a moment of quiet, else after the interval; sooner at a size limit or on request; never closer to the last commit than the spacing.</summary>
    public bool IsDue(in CommitSituation now)
    {
        if (!now.IsDirty || now.SinceCommit < Spacing(now.PartitionsTouched)) return false;
        if (now.IsRequested || now.Records >= options.RecordsMax || now.Bytes >= options.UncommittedBytesMax) return true;
        if (!now.HasChanges) return now.SinceDirty >= options.OffsetsOnlyInterval;
        return now.SinceDirty >= options.CommitInterval || now.IsAtEnd || now.SinceRecord >= options.CommitQuiet;
    }

    /// <summary>How long a poll may wait without missing the moment.</summary>
    public TimeSpan PollMax(in CommitSituation now, TimeSpan idle)
    {
        if (!now.IsDirty) return idle;
        var spacing = Spacing(now.PartitionsTouched) - now.SinceCommit;
        var moment = now.HasChanges ? options.CommitQuiet - now.SinceRecord : options.OffsetsOnlyInterval - now.SinceDirty;
        var wait = moment > spacing ? moment : spacing;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait < idle ? wait : idle;
    }

    private TimeSpan Spacing(int partitionsTouched) => options.CommitSpacing + (SpacingPerPartition * Math.Max(0, partitionsTouched - FreePartitions));
}

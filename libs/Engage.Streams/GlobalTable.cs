namespace Engage.Streams;

/// <summary>A topic of one partition that every worker process reads whole and keeps following, beside its partitioned inputs.</summary>
/// <remarks>Followed by one thread per process; read from any. Complete up to the topic's end before the first record of any input is processed.</remarks>
public abstract class GlobalTable
{
    private protected GlobalTable(Topic topic) => Topic = topic;

    public Topic Topic { get; }

    /// <summary>The offset after the last one applied: a record at offset n is in the snapshot if this is greater than n.</summary>
    public abstract long NextOffset { get; }

    /// <summary>Folds one record in. Called by the following thread only, in offset order.</summary>
    internal abstract void Apply(in InputRecord record);

    /// <summary>The log has no record before <paramref name="nextOffset"/> that was not applied (control markers and compaction leave gaps).</summary>
    internal abstract void AdvanceTo(long nextOffset);
}

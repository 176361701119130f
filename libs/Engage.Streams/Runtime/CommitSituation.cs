namespace Engage.Streams.Runtime;

/// <summary>What decides whether to commit.</summary>
internal readonly record struct CommitSituation
{
    public required bool IsDirty { get; init; }

    /// <summary>More than input offsets: state or outputs.</summary>
    public required bool HasChanges { get; init; }

    /// <summary>A task, a rebalance or the shutdown asks for it.</summary>
    public required bool IsRequested { get; init; }

    /// <summary>Every input has been read to its end.</summary>
    public required bool IsAtEnd { get; init; }

    public required int Records { get; init; }

    public required long Bytes { get; init; }

    public required int PartitionsTouched { get; init; }

    public required TimeSpan SinceCommit { get; init; }

    /// <summary>Since the first thing to be committed.</summary>
    public required TimeSpan SinceDirty { get; init; }

    public required TimeSpan SinceRecord { get; init; }
}

namespace Engage.Streams;

/// <summary>One task, for metrics and the health page. Figures are a few turns old at most.</summary>
/// <param name="Lag">Input records not yet processed, control markers counted; null while unknown.</param>
/// <param name="RestoreRemaining">Changelog records still to read; 0 unless restoring.</param>
/// <param name="UncommittedBytes">Overlay and outputs of the open transaction.</param>
/// <param name="CacheHits">Reads answered by the committed cache since the task was opened.</param>
public sealed record TaskStatus(int Partition, TaskState State, string? StopReason, long? Lag, long RestoreRemaining, long UncommittedBytes, long CacheHits, long CacheMisses);

namespace Engage.Streams;

/// <summary>Totals of a worker since it started, over all its threads.</summary>
/// <param name="Records">Input records processed, repeats after rewinds counted.</param>
/// <param name="Skipped">Input passed over because the state had seen it.</param>
/// <param name="Rewinds">Transactions lost and repeated.</param>
public sealed record WorkerStatistics(long Records, long Skipped, long DeadLetters, long Commits, long Rewinds, long ProducersReplaced);

namespace Engage.Streams;

/// <summary>What became of a record.</summary>
public readonly struct ProcessResult
{
    private ProcessResult(ProcessOutcome outcome, GlobalTable? table = null, long offset = 0, object? detail = null)
    {
        Outcome = outcome;
        Table = table;
        Offset = offset;
        Detail = detail;
    }

    /// <summary>Processed; the next record may come.</summary>
    public static ProcessResult Done => default;

    /// <summary>Not yet: the record stays at the head of its partition until <paramref name="table"/> has applied <paramref name="offset"/>, and is then processed again.</summary>
    /// <remarks>Return it before anything was written for the record. Other partitions go on. After 30 s the worker reports itself unhealthy; the record is never skipped.</remarks>
    public static ProcessResult WaitFor(GlobalTable table, long offset) => new(ProcessOutcome.WaitForTable, table, offset);

    /// <summary>Not yet, for a reason inside this task: the record stays at the head of its partition and is tried again after other records of the task and at each tick.</summary>
    /// <remarks>Return it before anything was written for the record. After 30 s the worker reports itself unhealthy.</remarks>
    public static ProcessResult Wait => new(ProcessOutcome.Wait);

    /// <summary>Not yet, because something outside is unreachable (a registry, say): tried again with growing pauses (0.1 to 5 s) for ever; unhealthy after 30 s.</summary>
    /// <param name="what">Names what is missing, for the log and the health page.</param>
    public static ProcessResult Unavailable(string what) => new(ProcessOutcome.Unavailable, detail: what);

    /// <summary>Never: the record goes to the dead letters as it came, with the reason in its headers, in the transaction that moves past it. Nothing else may have been written for it.</summary>
    public static ProcessResult Poison(DecodeError error) => new(ProcessOutcome.Poison, detail: error);

    internal ProcessOutcome Outcome { get; }

    internal GlobalTable? Table { get; }

    internal long Offset { get; }

    internal object? Detail { get; }
}

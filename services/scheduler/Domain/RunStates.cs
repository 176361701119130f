namespace Engage.Scheduler.Domain;

/// <summary>The states of run reports, as the schema has them.</summary>
internal static class RunStates
{
    public const string Collecting = "collecting";
    public const string Running = "running";
    public const string Finished = "finished";
    public const string Skipped = "skipped";
    public const string Missed = "missed";
    public const string Expired = "expired";
}

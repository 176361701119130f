namespace Engage.Rules.Decisions;

/// <summary>How an event reached the log.</summary>
public enum BackfillMark
{
    Live,
    Backfilled,
}

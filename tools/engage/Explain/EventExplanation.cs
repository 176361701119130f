using Engage.Contracts;

namespace Engage.Cli.Explain;

/// <summary>Why a rule did or did not execute for one event (semantics 45).</summary>
/// <param name="Offset">In the player's partition of player-events.</param>
/// <param name="Verdict">executed, not_executed or unknown.</param>
/// <param name="Reason">Stable code.</param>
/// <param name="Gates">In the order in which they are asked.</param>
/// <param name="Recorded">The execution as it stands in the history; null: none.</param>
internal sealed record EventExplanation(
    EventName Event, DateTimeOffset OccurredAt, long Offset, string Verdict, string Reason, string Detail, IReadOnlyList<ExplainedGate> Gates, Execution? Recorded)
{
    public const string Executed = "executed";
    public const string NotExecuted = "not_executed";
    public const string Unknown = "unknown";

    /// <summary>False where the event is of no type that the rule looks at.</summary>
    public bool IsAboutTheRule { get; init; } = true;
}

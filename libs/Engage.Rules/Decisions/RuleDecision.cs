using Engage.Rules.Qualification;

namespace Engage.Rules.Decisions;

/// <summary>What an event came to for one rule and one player: executions or the reason for none, and what is remembered afterwards.</summary>
public readonly record struct RuleDecision
{
    public required DecisionReason Reason { get; init; }

    /// <summary>What is remembered from now on; equal to what was given where nothing changed.</summary>
    public required RuleProgress Next { get; init; }

    /// <summary>Executions, from 1 where <see cref="Reason"/> is <see cref="DecisionReason.Executed"/>, else 0.</summary>
    public int Times { get; init; }

    /// <summary>Progress kept after the event, in its currency; null for rules that do not accumulate.</summary>
    public decimal? Remainder { get; init; }

    /// <summary>Whole steps cut by the cap per event and dropped.</summary>
    public long Discarded { get; init; }

    /// <summary>True where the cap per event decided the number of executions.</summary>
    public bool Capped { get; init; }

    /// <summary>The qualification under which the event counted; none held for rules without.</summary>
    public HeldQualification CountedUnder { get; init; }

    public bool Executes => Times > 0;
}

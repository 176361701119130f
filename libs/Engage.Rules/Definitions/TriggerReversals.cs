namespace Engage.Rules.Definitions;

/// <summary>What a rule does with events that take back an earlier event (semantics 18).</summary>
public enum TriggerReversals
{
    /// <summary>The default: a reversal lowers progress and never fires.</summary>
    LowerProgress,

    /// <summary><c>reversals: only</c>: the rule fires on reversals alone, each judged as an event of its own.</summary>
    Only,
}

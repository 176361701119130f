using Engage.Rules.Definitions;

namespace Engage.Rules.Gates;

/// <summary>How an action's age ends it (semantics 42). Being late never changes the decision itself.</summary>
public static class ActionAge
{
    /// <summary>True where the event reached the log later after it happened than the action allows.</summary>
    /// <param name="action">As defined.</param>
    /// <param name="occurredAtMicros">The event's own time, as reported.</param>
    /// <param name="ingestedAtMicros">Its append time.</param>
    public static bool IsTooOld(RuleAction action, long occurredAtMicros, long ingestedAtMicros) =>
        action.MaxAgeMicros is { } limit && ingestedAtMicros - occurredAtMicros > limit;

    /// <summary>The first instant at which the action must no longer go; null: never.</summary>
    public static long? ExpiresAt(RuleAction action, long decidedAtMicros) => decidedAtMicros + action.ExpiresAfterMicros;
}

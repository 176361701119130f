using Engage.Rules.Compilation;
using Engage.Rules.Facts;

namespace Engage.Rules.Decisions;

/// <summary>Says why an event did not meet a rule, for questions that are asked later (semantics 45). Judges one rule; <see cref="MatchEvent"/> finds all.</summary>
/// <remarks>Pure. The first of <see cref="MatchGates"/> that does not hold.</remarks>
public static class WhyNotMatched
{
    /// <param name="definitions">In force for the event.</param>
    /// <param name="ruleId">The rule asked about.</param>
    /// <param name="facts">The event; no reversal.</param>
    /// <param name="membership">The player's segments as of the event.</param>
    /// <param name="judgedAtMicros">The event's judge time.</param>
    /// <param name="depth">Links of its chain.</param>
    /// <param name="arrival">Live, or loaded as backfill.</param>
    /// <param name="role"><see cref="FiringRoles.Trigger"/> or <see cref="FiringRoles.Qualification"/>.</param>
    /// <returns>Null where the event met the rule in that role.</returns>
    public static DecisionReason? Of<TEvent>(
        DefinitionSet definitions, string ruleId, in TEvent facts, ReadOnlySpan<byte> membership, long judgedAtMicros, int depth, BackfillMark arrival, FiringRoles role)
        where TEvent : IEventFacts, allows ref struct
    {
        foreach (var gate in MatchGates.Of(definitions, ruleId, facts, membership, judgedAtMicros, depth, arrival, role))
        {
            if (!gate.Holds) return gate.Reason;
        }

        return null;
    }
}

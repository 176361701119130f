using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Engage.Rules.Facts;

namespace Engage.Rules.Decisions;

/// <summary>Says why an event did not meet a rule, for questions that are asked later (semantics 45). Judges one rule; <see cref="MatchEvent"/> finds all.</summary>
/// <remarks>Pure. The first reason in the order in which matching asks: in force, live, backfill, depth, type, activity period, segment, conditions.</remarks>
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
        if (definitions.FindRule(ruleId) is null) return DecisionReason.NotInForce;
        if (definitions.FindLive(ruleId) is not { } live) return DecisionReason.NotLive;
        if (arrival == BackfillMark.Backfilled) return DecisionReason.Backfill;
        if (depth > MatchEvent.MaxDepth) return DecisionReason.TooDeep;

        var rule = live.Compiled.Rule;
        var (pattern, where) = role == FiringRoles.Qualification
            ? (rule.Qualification?.Event, live.Compiled.QualificationWhere)
            : (rule.Trigger is { Reversals: TriggerReversals.LowerProgress } trigger ? trigger.Event : null, live.Compiled.Where);
        if (pattern is null || !pattern.Matches(facts.Type)) return DecisionReason.OtherType;
        if (!live.Compiled.Plan.Period.Contains(judgedAtMicros)) return DecisionReason.OutsidePeriod;
        if (!live.Admits(membership)) return DecisionReason.NotInSegment;
        return where is null || EventConditions.Holds(where, facts) ? null : DecisionReason.ConditionsNotMet;
    }
}

using System.Globalization;
using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Engage.Rules.Facts;
using Engage.Rules.Time;

namespace Engage.Rules.Decisions;

/// <summary>Every gate between an event and one rule with its answer, for questions that are asked later (semantics 45); <see cref="MatchEvent"/> finds all rules at once.</summary>
/// <remarks>Pure. In the order in which matching asks. Gates behind one that does not hold are answered too, unless there is no live rule to ask.</remarks>
public static class MatchGates
{
    /// <param name="definitions">In force for the event.</param>
    /// <param name="ruleId">The rule asked about.</param>
    /// <param name="facts">The event; of a reversal its original as <see cref="MatchEvent.Reversal"/> takes it, unless the rule fires on reversals alone.</param>
    /// <param name="membership">The player's segments as of the event.</param>
    /// <param name="judgedAtMicros">The event's judge time.</param>
    /// <param name="depth">Links of its chain.</param>
    /// <param name="arrival">Live, or loaded as backfill.</param>
    /// <param name="role"><see cref="FiringRoles.Trigger"/> or <see cref="FiringRoles.Qualification"/>.</param>
    /// <param name="fires">Which triggers the event may fire: those of events, or those with <c>reversals: only</c>.</param>
    public static IReadOnlyList<MatchGate> Of<TEvent>(
        DefinitionSet definitions, string ruleId, in TEvent facts, ReadOnlySpan<byte> membership, long judgedAtMicros, int depth, BackfillMark arrival, FiringRoles role,
        TriggerReversals fires = TriggerReversals.LowerProgress)
        where TEvent : IEventFacts, allows ref struct
    {
        if (definitions.FindRule(ruleId) is not { } known) return [new MatchGate("definitions", DecisionReason.NotInForce, false, $"no version of {ruleId} was in force")];

        var gates = new List<MatchGate>
        {
            new("definitions", DecisionReason.NotInForce, true, $"version {known.Plan.Version.ToString(CultureInfo.InvariantCulture)} was in force"),
            new("status", DecisionReason.NotLive, known.Version.IsActive, DefinitionNames.TextOf(known.Version.Status)),
        };
        if (definitions.FindLive(ruleId) is not { } live) return gates;

        gates.Add(new MatchGate("backfill", DecisionReason.Backfill, arrival != BackfillMark.Backfilled, arrival == BackfillMark.Backfilled ? "loaded as backfill: it tells state what was and fires nothing" : "a live event"));
        gates.Add(new MatchGate("depth", DecisionReason.TooDeep, depth <= MatchEvent.MaxDepth, $"link {depth.ToString(CultureInfo.InvariantCulture)} of its chain"));
        gates.Add(TypeGate(live.Compiled.Rule, facts.Type, role, fires, out var isOfType));
        gates.Add(PeriodGate(live.Compiled.Plan.Period, judgedAtMicros));
        gates.Add(new MatchGate("segment", DecisionReason.NotInSegment, live.Admits(membership), SegmentText(live, membership)));
        if (isOfType) gates.Add(ConditionsGate(role == FiringRoles.Qualification ? live.Compiled.QualificationWhere : live.Compiled.Where, facts));
        return gates;
    }

    private static MatchGate TypeGate(Rule rule, ReadOnlySpan<byte> type, FiringRoles role, TriggerReversals fires, out bool isOfType)
    {
        var pattern = role == FiringRoles.Qualification ? rule.Qualification?.Event : rule.Trigger is { } trigger && trigger.Reversals == fires ? trigger.Event : null;
        isOfType = pattern is not null && pattern.Matches(type);
        var named = System.Text.Encoding.UTF8.GetString(type);
        var detail = isOfType ? named
            : pattern is not null ? $"{named} is not {pattern}"
            : role == FiringRoles.Qualification ? "the rule has no qualification"
            : rule.Trigger is null ? "the rule fires by its schedule"
            : fires == TriggerReversals.Only ? "a reversal fires only rules whose trigger says reversals: only" : "the rule fires on reversals only";
        return new MatchGate("type", DecisionReason.OtherType, isOfType, detail);
    }

    private static MatchGate PeriodGate(ActivityPeriod period, long judgedAtMicros)
    {
        var detail = judgedAtMicros < period.FromMicros ? $"{TextOf(judgedAtMicros)} is before its start {TextOf(period.FromMicros)}"
            : judgedAtMicros >= period.UntilMicros ? $"{TextOf(judgedAtMicros)} is not before its end {TextOf(period.UntilMicros)}"
            : period.Contains(judgedAtMicros) ? TextOf(judgedAtMicros)
            : $"{TextOf(judgedAtMicros)} falls on another day of the week";
        return new MatchGate("period", DecisionReason.OutsidePeriod, period.Contains(judgedAtMicros), detail);
    }

    private static string SegmentText(LiveRule live, ReadOnlySpan<byte> membership) => live.SegmentIndex switch
    {
        LiveRule.Everyone => "everyone",
        LiveRule.Nobody => $"{live.Compiled.Rule.SegmentId} is not active, so that nobody is in it",
        _ => $"{(live.Admits(membership) ? "in" : "not in")} {live.Compiled.Rule.SegmentId}",
    };

    private static MatchGate ConditionsGate<TEvent>(CompiledCondition? where, in TEvent facts)
        where TEvent : IEventFacts, allows ref struct
    {
        if (where is null) return new MatchGate("conditions", DecisionReason.ConditionsNotMet, true, "none");
        var explanation = EventConditions.Explain(where, facts);
        var holds = EventConditions.Holds(where, facts);
        return new MatchGate("conditions", DecisionReason.ConditionsNotMet, holds, holds ? "met" : (explanation.Culprit ?? explanation).ToString());
    }

    private static string TextOf(long micros) =>
        DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Rules.Facts;

namespace Engage.Rules.Triggers;

/// <summary>
/// Finds the rules that an event fires or qualifies without looking at those that it cannot: by event type, then by segment, then by one selective
/// part of the condition and by start and end of the activity period. Immutable and thread-safe; matching allocates nothing once the buffer has grown.
/// </summary>
/// <remarks>The days of an activity period, backfill and depth are not looked at: they are the caller's.</remarks>
public sealed class TriggerIndex
{
    private readonly TypeIndex events;
    private readonly TypeIndex reversals;

    internal TriggerIndex(ImmutableArray<LiveRule> rules)
    {
        var entries = rules.SelectMany(EntriesOf).ToArray();
        events = new TypeIndex(entries.Where(entry => !IsReversalTrigger(entry)));
        reversals = new TypeIndex(entries.Where(IsReversalTrigger));
    }

    /// <summary>The rules that an event meets, as trigger or as qualification. Not for reversals.</summary>
    /// <param name="facts">The event.</param>
    /// <param name="membership">The player's segments as of the event; see <see cref="LiveRule.Admits"/>.</param>
    /// <param name="judgedAtMicros">The event's judge time.</param>
    /// <param name="matches">Emptied first.</param>
    public void Match<TEvent>(in TEvent facts, ReadOnlySpan<byte> membership, long judgedAtMicros, RuleMatches matches)
        where TEvent : IEventFacts, allows ref struct
    {
        matches.Clear();
        events.Find(facts, membership, judgedAtMicros, matches, static role => role);
        matches.Complete();
    }

    /// <summary>The rules whose progress or qualification a reversal may lower: those that its original met.</summary>
    /// <param name="facts">The original's amounts and currency; attributes and rate of the reversal (semantics 18).</param>
    /// <param name="membership">The player's segments as of the original.</param>
    /// <param name="judgedAtMicros">The original's judge time.</param>
    /// <param name="matches">Emptied first; takes the roles of reversals.</param>
    public void MatchReversed<TEvent>(in TEvent facts, ReadOnlySpan<byte> membership, long judgedAtMicros, RuleMatches matches)
        where TEvent : IEventFacts, allows ref struct
    {
        matches.Clear();
        events.Find(facts, membership, judgedAtMicros, matches, static role => role == FiringRoles.Trigger ? FiringRoles.ReversalOfTrigger : FiringRoles.ReversalOfQualification);
        matches.Complete();
    }

    /// <summary>The rules with <c>reversals: only</c> that a reversal fires as an event of its own.</summary>
    /// <param name="facts">The reversal itself.</param>
    /// <param name="membership">The player's present segments.</param>
    /// <param name="judgedAtMicros">The reversal's judge time.</param>
    /// <param name="matches">Emptied first.</param>
    public void MatchReversal<TEvent>(in TEvent facts, ReadOnlySpan<byte> membership, long judgedAtMicros, RuleMatches matches)
        where TEvent : IEventFacts, allows ref struct
    {
        matches.Clear();
        reversals.Find(facts, membership, judgedAtMicros, matches, static role => role);
        matches.Complete();
    }

    private static IEnumerable<TriggerEntry> EntriesOf(LiveRule rule)
    {
        if (rule.SegmentIndex == LiveRule.Nobody) yield break;
        var compiled = rule.Compiled;
        if (compiled.Rule.Trigger is { } trigger) yield return new TriggerEntry(rule, FiringRoles.Trigger, trigger.Event, compiled.Where);
        if (compiled.Rule.Qualification is { } qualification) yield return new TriggerEntry(rule, FiringRoles.Qualification, qualification.Event, compiled.QualificationWhere);
    }

    private static bool IsReversalTrigger(TriggerEntry entry) =>
        entry.Role == FiringRoles.Trigger && entry.Rule.Compiled.Rule.Trigger!.Reversals == TriggerReversals.Only;
}

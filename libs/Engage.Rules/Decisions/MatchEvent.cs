using Engage.Rules.Compilation;
using Engage.Rules.Facts;
using Engage.Rules.Triggers;

namespace Engage.Rules.Decisions;

/// <summary>Finds the rules that an event meets as trigger or qualification: live, in their activity period, with the player in their segment (semantics 2, 18, 19, 23).</summary>
/// <remarks>Pure but for its buffers, which are reused from event to event: allocates only while they grow. One per task.</remarks>
public sealed class MatchEvent
{
    /// <summary>Longest chain of derived events that is judged (semantics 5).</summary>
    public const int MaxDepth = 8;

    private readonly RuleMatches found = new();
    private readonly List<MatchedRule> matched = [];

    /// <summary>What the last call found, in ordinal order of rule ids; valid until the next call.</summary>
    public ReadOnlySpan<MatchedRule> Matched => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(matched);

    /// <summary>An event of its own.</summary>
    /// <param name="definitions">In force for the event.</param>
    /// <param name="facts">The event.</param>
    /// <param name="membership">The player's segments as of the event.</param>
    /// <param name="judgedAtMicros">The event's judge time.</param>
    public void Live<TEvent>(DefinitionSet definitions, in TEvent facts, ReadOnlySpan<byte> membership, long judgedAtMicros)
        where TEvent : IEventFacts, allows ref struct
    {
        matched.Clear();
        definitions.Triggers.Match(facts, membership, judgedAtMicros, found);
        Keep(definitions, judgedAtMicros);
    }

    /// <summary>A reversal: the rules whose progress its original may have moved, and the rules that fire on reversals alone.</summary>
    /// <param name="then">The definitions in force for the original.</param>
    /// <param name="original">The original, with the attributes and rate of the reversal.</param>
    /// <param name="membershipThen">The player's segments as of the original.</param>
    /// <param name="judgedAtMicrosThen">The original's judge time.</param>
    /// <param name="definitions">In force for the reversal.</param>
    /// <param name="facts">The reversal itself.</param>
    /// <param name="membership">The player's segments as of the reversal.</param>
    /// <param name="judgedAtMicros">The reversal's judge time.</param>
    public void Reversal<TOriginal, TEvent>(
        DefinitionSet then, in TOriginal original, ReadOnlySpan<byte> membershipThen, long judgedAtMicrosThen,
        DefinitionSet definitions, in TEvent facts, ReadOnlySpan<byte> membership, long judgedAtMicros)
        where TOriginal : IEventFacts, allows ref struct
        where TEvent : IEventFacts, allows ref struct
    {
        matched.Clear();
        then.Triggers.MatchReversed(original, membershipThen, judgedAtMicrosThen, found);
        Keep(then, judgedAtMicrosThen);
        var ofOriginal = matched.Count;
        definitions.Triggers.MatchReversal(facts, membership, judgedAtMicros, found);
        Keep(definitions, judgedAtMicros);

        // Both lists are ordered; a rule edited in between may stand in both, its earlier version first.
        if (ofOriginal > 0 && ofOriginal < matched.Count) matched.Sort(static (left, right) => Order(left).CompareTo(Order(right)));
    }

    /// <summary>A scheduled player: exactly the rule of the run, if it is live.</summary>
    /// <param name="definitions">In force for the event.</param>
    /// <param name="ruleIdUtf8">The run's rule.</param>
    /// <param name="conditionsHold">Whether segment and extra conditions held at the recheck; true for rules without one.</param>
    public void Scheduled(DefinitionSet definitions, ReadOnlySpan<byte> ruleIdUtf8, bool conditionsHold)
    {
        matched.Clear();
        if (!conditionsHold || definitions.FindLive(ruleIdUtf8) is not { Compiled: { Rule.IsScheduled: true } rule }) return;
        matched.Add(new MatchedRule(rule, FiringRoles.Trigger));
    }

    private void Keep(DefinitionSet definitions, long judgedAtMicros)
    {
        foreach (var match in found.Items)
        {
            var rule = definitions.LiveRules[match.RuleIndex].Compiled;
            if (rule.Plan.Period.Contains(judgedAtMicros)) matched.Add(new MatchedRule(rule, match.Roles));
        }
    }

    private static RuleOrder Order(MatchedRule match) => new(match.Rule.Id, match.Rule.Plan.Version);

    private readonly record struct RuleOrder(string Id, int Version) : IComparable<RuleOrder>
    {
        public int CompareTo(RuleOrder other)
        {
            var byId = string.CompareOrdinal(Id, other.Id);
            return byId != 0 ? byId : Version.CompareTo(other.Version);
        }
    }
}

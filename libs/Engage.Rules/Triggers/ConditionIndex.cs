using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Rules.Facts;

namespace Engage.Rules.Triggers;

/// <summary>
/// Entries by one part of their condition that most events fail: an equality first, else a bound; and by their activity period, its days aside. The whole condition is judged on what is left.
/// </summary>
internal sealed class ConditionIndex
{
    private readonly EqualityFilter[] equalities;
    private readonly PeriodList<BoundFilter> bounds;
    private readonly PeriodList<TriggerEntry> rest;

    public ConditionIndex(IReadOnlyList<TriggerEntry> entries)
    {
        var byEquality = new Dictionary<(FieldKind, string), EqualityFilter>();
        var byBound = new Dictionary<(FieldKind, string, ulong, BoundSide, long From, long Until), BoundFilter>();
        var others = new List<TriggerEntry>();
        foreach (var entry in entries)
        {
            if (FindLeaf(entry, EqualityFilter.CanIndex) is { } equality)
            {
                GetOrAdd(byEquality, (equality.Field, NameOf(equality)), () => new EqualityFilter(equality.Field, equality.Name)).Add(entry, equality);
            }
            else if (FindLeaf(entry, BoundFilter.CanIndex) is { } bound)
            {
                var key = (bound.Field, NameOf(bound), bound.Comparison!.Currency.Packed, BoundFilter.SideOf(bound), entry.Period.FromMicros, entry.Period.UntilMicros);
                GetOrAdd(byBound, key, () => new BoundFilter(bound)).Add(entry, bound);
            }
            else
            {
                others.Add(entry);
            }
        }

        equalities = [.. byEquality.Values];
        foreach (var filter in equalities) filter.Complete();
        foreach (var filter in byBound.Values) filter.Complete();
        bounds = new PeriodList<BoundFilter>(byBound.Select(filter => new PeriodList<BoundFilter>.Item(filter.Key.From, filter.Key.Until, filter.Value)));
        rest = TriggerEntry.ByPeriod(others);
    }

    public void Find<TEvent>(in TEvent facts, long judgedAtMicros, RuleMatches matches, Func<FiringRoles, FiringRoles> roleOf)
        where TEvent : IEventFacts, allows ref struct
    {
        foreach (var filter in equalities)
        {
            if (filter.Candidates(facts) is { } candidates) Judge(candidates, facts, judgedAtMicros, matches, roleOf);
        }

        foreach (var alive in bounds.At(judgedAtMicros))
        {
            foreach (var filter in alive)
            {
                Judge(filter.AnyCurrencyCandidates(facts), facts, matches, roleOf);
                Judge(filter.CurrencyCandidates(facts), facts, matches, roleOf);
            }
        }

        Judge(rest, facts, judgedAtMicros, matches, roleOf);
    }

    private static void Judge<TEvent>(PeriodList<TriggerEntry> candidates, in TEvent facts, long judgedAtMicros, RuleMatches matches, Func<FiringRoles, FiringRoles> roleOf)
        where TEvent : IEventFacts, allows ref struct
    {
        foreach (var alive in candidates.At(judgedAtMicros)) Judge(alive, facts, matches, roleOf);
    }

    private static void Judge<TEvent>(ReadOnlySpan<TriggerEntry> candidates, in TEvent facts, RuleMatches matches, Func<FiringRoles, FiringRoles> roleOf)
        where TEvent : IEventFacts, allows ref struct
    {
        foreach (var entry in candidates)
        {
            if (EventConditions.Holds(entry.Where, facts)) matches.Add(entry.Rule.Index, roleOf(entry.Role));
        }
    }

    /// <summary>A leaf that must be yes for the whole condition to be yes: the root itself, or a part of nested ANDs.</summary>
    private static CompiledNode? FindLeaf(TriggerEntry entry, Func<CompiledNode, bool> canIndex) => entry.Where is { } where ? FindLeaf(where.Root, canIndex) : null;

    private static CompiledNode? FindLeaf(CompiledNode node, Func<CompiledNode, bool> canIndex)
    {
        if (node.Kind == NodeKind.EventField) return canIndex(node) ? node : null;
        return node.Kind == NodeKind.All ? node.Children.Select(child => FindLeaf(child, canIndex)).FirstOrDefault(found => found is not null) : null;
    }

    private static string NameOf(CompiledNode node) => System.Text.Encoding.UTF8.GetString(node.Name);

    private static TFilter GetOrAdd<TKey, TFilter>(Dictionary<TKey, TFilter> filters, TKey key, Func<TFilter> create)
        where TKey : notnull
    {
        if (!filters.TryGetValue(key, out var filter)) filters.Add(key, filter = create());
        return filter;
    }
}

using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Rules.Facts;

namespace Engage.Rules.Triggers;

/// <summary>Entries by one part of their condition that most events fail: an equality first, else a bound. The whole condition is judged on what is left.</summary>
internal sealed class ConditionIndex
{
    private readonly EqualityFilter[] equalities;
    private readonly BoundFilter[] bounds;
    private readonly TriggerEntry[] rest;

    public ConditionIndex(IReadOnlyList<TriggerEntry> entries)
    {
        var byEquality = new Dictionary<(FieldKind, string), EqualityFilter>();
        var byBound = new Dictionary<(FieldKind, string, ulong, BoundSide), BoundFilter>();
        var others = new List<TriggerEntry>();
        foreach (var entry in entries)
        {
            if (FindLeaf(entry, EqualityFilter.CanIndex) is { } equality)
            {
                GetOrAdd(byEquality, (equality.Field, NameOf(equality)), () => new EqualityFilter(equality.Field, equality.Name)).Add(entry, equality);
            }
            else if (FindLeaf(entry, BoundFilter.CanIndex) is { } bound)
            {
                var key = (bound.Field, NameOf(bound), bound.Comparison!.Currency.Packed, BoundFilter.SideOf(bound));
                GetOrAdd(byBound, key, () => new BoundFilter(bound)).Add(entry, bound);
            }
            else
            {
                others.Add(entry);
            }
        }

        equalities = [.. byEquality.Values];
        bounds = [.. byBound.Values];
        foreach (var filter in bounds) filter.Complete();
        rest = [.. others];
    }

    public void Find<TEvent>(in TEvent facts, RuleMatches matches, Func<FiringRoles, FiringRoles> roleOf)
        where TEvent : IEventFacts, allows ref struct
    {
        foreach (var filter in equalities) Judge(filter.Candidates(facts), facts, matches, roleOf);
        foreach (var filter in bounds)
        {
            Judge(filter.AnyCurrencyCandidates(facts), facts, matches, roleOf);
            Judge(filter.CurrencyCandidates(facts), facts, matches, roleOf);
        }

        Judge(rest, facts, matches, roleOf);
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

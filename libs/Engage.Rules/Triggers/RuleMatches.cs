using Engage.Rules.Decisions;

namespace Engage.Rules.Triggers;

/// <summary>Takes the rules that an event met; reused from event to event, so that it allocates only while it grows. Not thread-safe.</summary>
public sealed class RuleMatches
{
    private RuleMatch[] items = new RuleMatch[16];
    private int count;

    /// <summary>Ascending by rule, each rule once.</summary>
    public ReadOnlySpan<RuleMatch> Items => items.AsSpan(0, count);

    public void Clear() => count = 0;

    internal void Add(int ruleIndex, FiringRoles roles)
    {
        if (count == items.Length) Array.Resize(ref items, count * 2);
        items[count++] = new RuleMatch(ruleIndex, roles);
    }

    /// <summary>Brings the items into order and joins those of one rule.</summary>
    internal void Complete()
    {
        if (count < 2) return;

        items.AsSpan(0, count).Sort(static (left, right) => left.RuleIndex.CompareTo(right.RuleIndex));
        var last = 0;
        for (var i = 1; i < count; i++)
        {
            if (items[i].RuleIndex == items[last].RuleIndex) items[last] = items[last] with { Roles = items[last].Roles | items[i].Roles };
            else items[++last] = items[i];
        }

        count = last + 1;
    }
}

using Engage.Rules.Facts;

namespace Engage.Rules.Triggers;

/// <summary>Entries by their bound: ascending lower bounds or descending upper bounds, so that those a value reaches stand in front.</summary>
internal sealed class OrderedBounds(BoundSide side)
{
    private readonly List<(decimal Bound, TriggerEntry Entry)> added = [];
    private decimal[] bounds = [];
    private TriggerEntry[] entries = [];

    public bool IsEmpty => entries.Length == 0;

    public void Add(decimal bound, TriggerEntry entry) => added.Add((bound, entry));

    public void Complete()
    {
        var ordered = side == BoundSide.Lower ? added.OrderBy(pair => pair.Bound) : added.OrderByDescending(pair => pair.Bound);
        bounds = [.. ordered.Select(pair => pair.Bound)];
        entries = [.. ordered.Select(pair => pair.Entry)];
        added.Clear();
    }

    /// <summary>The entries whose bound the value reaches; an equal one counts as reached, the condition itself decides.</summary>
    /// <param name="rate">0: the value as it is.</param>
    public ReadOnlySpan<TriggerEntry> Reached(decimal value, decimal rate)
    {
        var (low, high) = (0, bounds.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var order = rate == 0 ? value.CompareTo(bounds[middle]) : ExactProduct.Compare(value, rate, bounds[middle]);
            if (side == BoundSide.Lower ? order >= 0 : order <= 0) low = middle + 1;
            else high = middle;
        }

        return entries.AsSpan(0, low);
    }
}

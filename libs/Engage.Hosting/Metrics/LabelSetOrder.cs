namespace Engage.Hosting.Metrics;

/// <summary>By values: a scrape lists its series in the same order each time.</summary>
internal sealed class LabelSetOrder : IComparer<LabelSet>
{
    public static readonly LabelSetOrder Instance = new();

    public int Compare(LabelSet? x, LabelSet? y)
    {
        var left = x!.Labels;
        var right = y!.Labels;
        for (var index = 0; index < Math.Min(left.Count, right.Count); index++)
        {
            var order = string.CompareOrdinal(left[index].Value, right[index].Value);
            if (order != 0) return order;
        }

        return left.Count.CompareTo(right.Count);
    }
}

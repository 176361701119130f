namespace Engage.Hosting.Metrics;

/// <summary>Bounds how many lines a scrape may have: a label that was meant to be bounded must not fill the memory of Prometheus.</summary>
internal sealed class SeriesBudget(int linesMax)
{
    /// <summary>Dropped sets are counted exactly up to here; beyond, the count stands still.</summary>
    private const int DroppedRememberedMax = 10_000;

    private readonly HashSet<int> dropped = [];
    private int lines;

    /// <summary>Distinct label sets that were turned away.</summary>
    public int DroppedSeries => dropped.Count;

    /// <summary>Asks for the lines of one more series.</summary>
    /// <returns>False, and remembers the series as dropped, when they exceed the bound.</returns>
    public bool TryTake(string metric, LabelSet labels, int count)
    {
        if (lines + count <= linesMax)
        {
            lines += count;
            return true;
        }

        if (dropped.Count < DroppedRememberedMax) dropped.Add(HashCode.Combine(metric, labels));
        return false;
    }

    public void GiveBack(int count) => lines -= count;
}

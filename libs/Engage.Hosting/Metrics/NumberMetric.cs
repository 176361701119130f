using System.Diagnostics.Metrics;

namespace Engage.Hosting.Metrics;

/// <summary>A counter or a gauge.</summary>
/// <param name="adds">Measurements are increments; else they are values.</param>
/// <param name="isObserved">Only what the last observation yielded exists: a gauge of a partition that was given away must go.</param>
internal sealed class NumberMetric(Instrument instrument, string type, bool adds, bool isObserved) : Metric(instrument, type)
{
    private readonly Dictionary<LabelSet, double> series = [];

    public override void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, SeriesBudget budget)
    {
        var labels = LabelSet.From(tags);
        if (series.TryGetValue(labels, out var current)) series[labels] = adds ? current + value : value;
        else if (budget.TryTake(Name, labels, count: 1)) series[labels] = value;
    }

    public override void BeginObservation(SeriesBudget budget)
    {
        if (!isObserved) return;
        budget.GiveBack(series.Count);
        series.Clear();
    }

    public override void Write(ExpositionWriter writer)
    {
        foreach (var (labels, value) in series.OrderBy(entry => entry.Key, LabelSetOrder.Instance)) writer.Sample(Name, labels, value);
    }
}

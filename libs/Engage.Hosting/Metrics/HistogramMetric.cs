using System.Diagnostics.Metrics;

namespace Engage.Hosting.Metrics;

/// <summary>A histogram with the bounds that its instrument advises, or else <see cref="HistogramBuckets.Fast"/>.</summary>
internal sealed class HistogramMetric : Metric
{
    private readonly double[] bounds;
    private readonly Dictionary<LabelSet, Series> series = [];

    public HistogramMetric(Instrument<double> instrument)
        : base(instrument, "histogram")
    {
        var advice = instrument.Advice?.HistogramBucketBoundaries ?? HistogramBuckets.Fast.HistogramBucketBoundaries!;
        bounds = [.. advice];
    }

    /// <summary>A bucket per bound, the one for everything, sum and count.</summary>
    private int LinesPerSeries => bounds.Length + 3;

    public override void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, SeriesBudget budget)
    {
        var labels = LabelSet.From(tags);
        if (!series.TryGetValue(labels, out var found))
        {
            if (!budget.TryTake(Name, labels, LinesPerSeries)) return;
            series[labels] = found = new Series(bounds.Length + 1);
        }

        found.Sum += value;
        found.Counts[BucketOf(value)]++;
    }

    public override void Write(ExpositionWriter writer)
    {
        foreach (var (labels, entry) in series.OrderBy(entry => entry.Key, LabelSetOrder.Instance))
        {
            long atMost = 0;
            for (var bucket = 0; bucket < entry.Counts.Length; bucket++)
            {
                atMost += entry.Counts[bucket];
                writer.Bucket(Name, labels, bucket < bounds.Length ? bounds[bucket] : double.PositiveInfinity, atMost);
            }

            writer.Sample(Name + "_sum", labels, entry.Sum);
            writer.Sample(Name + "_count", labels, atMost);
        }
    }

    /// <summary>Bounds belong to the bucket below them.</summary>
    private int BucketOf(double value)
    {
        var index = Array.BinarySearch(bounds, value);
        return index >= 0 ? index : ~index;
    }

    private sealed class Series(int buckets)
    {
        public readonly long[] Counts = new long[buckets];
        public double Sum;
    }
}

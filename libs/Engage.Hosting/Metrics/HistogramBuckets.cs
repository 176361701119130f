using System.Diagnostics.Metrics;

namespace Engage.Hosting.Metrics;

/// <summary>Upper bounds of histogram buckets in seconds. Service-level goals are bounds of them, so that the share of those met can be read off.</summary>
public static class HistogramBuckets
{
    /// <summary>For work inside the process: half a millisecond to 2.5 s.</summary>
    public static InstrumentAdvice<double> Fast { get; } =
        new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] };

    /// <summary>For what crosses the network or waits: 50 ms to an hour.</summary>
    public static InstrumentAdvice<double> Latency { get; } =
        new() { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600] };
}

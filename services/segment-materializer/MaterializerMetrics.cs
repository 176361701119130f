using System.Diagnostics.Metrics;

namespace Engage.SegmentMaterializer;

/// <summary>What only this worker counts.</summary>
internal static class MaterializerMetrics
{
    private static readonly Meter Meter = new("Engage.SegmentMaterializer");

    public static readonly Counter<long> Duplicates = Meter.CreateCounter<long>("engage_duplicate_events_total", description: "Events dropped as repeats of accepted ones.");

    public static readonly Counter<long> Erasures = Meter.CreateCounter<long>("engage_erasures_total", description: "Players forgotten.");

    public static readonly Counter<long> UnmatchedReversals = Meter.CreateCounter<long>("engage_unmatched_reversals_total", description: "Reversals whose original is unknown or already taken back wholly.");
}

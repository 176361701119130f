using System.Diagnostics.Metrics;

namespace Engage.Hosting.Metrics;

/// <summary>One metric with its series. Locked by its user.</summary>
internal abstract class Metric(Instrument instrument, string type)
{
    public string Name { get; } = instrument.Name;

    public string Help { get; } = instrument.Description ?? "";

    /// <summary>As Prometheus calls it: counter, gauge or histogram.</summary>
    public string Type { get; } = type;

    public Instrument Instrument { get; } = instrument;

    public abstract void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, SeriesBudget budget);

    /// <summary>Called before an observation: series that are not observed any more are forgotten.</summary>
    public virtual void BeginObservation(SeriesBudget budget)
    {
    }

    public abstract void Write(ExpositionWriter writer);
}

using System.Diagnostics.Metrics;

using Engage.Avro.Wire;

namespace Engage.Hosting.Metrics;

/// <summary>Counts look-ups of writers' schemas. Values under our own schema need none.</summary>
internal sealed class SchemaMetrics : IDisposable
{
    private static readonly string[] Results = ["hit", "fetched", "missing", "error"];

    private readonly Meter meter = new(MetricsCollector.MeterPrefix + "Schemas");
    private readonly Counter<long> lookups;

    public SchemaMetrics()
    {
        lookups = meter.CreateCounter<long>(MetricNames.SchemaLookups, description: "Look-ups of schemas that values were written with.");
        foreach (var result in Results) Count(result, 0);
    }

    /// <returns>The answer it was given.</returns>
    public WriterSchemaAnswer Count(WriterSchemaAnswer answer, bool wasKnown)
    {
        Count(Result(answer.Kind, wasKnown), 1);
        return answer;
    }

    public void Dispose() => meter.Dispose();

    private static string Result(WriterSchemaKind kind, bool wasKnown) => kind switch
    {
        WriterSchemaKind.Unreachable => "error",
        WriterSchemaKind.Unreadable => "missing",
        _ => wasKnown ? "hit" : "fetched",
    };

    private void Count(string result, long count) => lookups.Add(count, new KeyValuePair<string, object?>("result", result));
}

using System.Diagnostics;
using System.Diagnostics.Metrics;

using Engage.Avro.Wire;

namespace Engage.Hosting.Metrics;

/// <summary>Counts questions for schemas that values were written with. Values under our own schema, or one met before, ask nothing.</summary>
internal sealed class SchemaMetrics : IDisposable
{
    private readonly Meter meter = new(MetricsCollector.MeterPrefix + "Schemas");
    private readonly Counter<long> lookups;

    public SchemaMetrics()
    {
        lookups = meter.CreateCounter<long>(MetricNames.SchemaLookups, description: "Questions for schemas that values were written with.");
        foreach (var kind in Enum.GetValues<WriterSchemaKind>()) Count(kind, 0);
    }

    public void Asked(WriterSchemaKind kind) => Count(kind, 1);

    public void Dispose() => meter.Dispose();

    private static string Result(WriterSchemaKind kind) => kind switch
    {
        WriterSchemaKind.Same => "same",
        WriterSchemaKind.Translate => "translated",
        WriterSchemaKind.Unreadable => "unreadable",
        WriterSchemaKind.Unreachable => "unreachable",
        _ => throw new UnreachableException($"{kind} has no label."),
    };

    private void Count(WriterSchemaKind kind, long count) => lookups.Add(count, new KeyValuePair<string, object?>("result", Result(kind)));
}

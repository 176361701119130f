using System.Globalization;
using System.Text;

namespace Engage.Hosting.Metrics;

/// <summary>Writes Prometheus' text format, version 0.0.4.</summary>
/// <remarks>Source: prometheus.io/docs/instrumenting/exposition_formats.</remarks>
internal sealed class ExpositionWriter
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder text = new();

    public void Metric(Metric metric)
    {
        var start = text.Length;
        Header(metric.Name, metric.Help, metric.Type);
        var afterHeader = text.Length;
        metric.Write(this);
        if (text.Length == afterHeader) text.Length = start; // Nothing to say, so no header either.
    }

    public void Gauge(string name, string help, double value)
    {
        Header(name, help, "gauge");
        Sample(name, LabelSet.Empty, value);
    }

    public void Sample(string name, LabelSet labels, double value)
    {
        text.Append(name);
        Labels(labels, bound: null);
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <summary>How many values were at most <paramref name="bound"/>.</summary>
    public void Bucket(string name, LabelSet labels, double bound, long count)
    {
        text.Append(name).Append("_bucket");
        Labels(labels, Number(bound));
        text.Append(' ').Append(count.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    public override string ToString() => text.ToString();

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    private void Header(string name, string help, string type)
    {
        if (help.Length > 0) text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private void Labels(LabelSet labels, string? bound)
    {
        if (labels.Labels.Count == 0 && bound is null) return;
        var separator = '{';
        foreach (var (name, value) in labels.Labels)
        {
            text.Append(separator).Append(name).Append("=\"").Append(Escape(value)).Append('"');
            separator = ',';
        }

        if (bound is not null) text.Append(separator).Append("le=\"").Append(bound).Append('"');
        text.Append('}');
    }

    private static string Escape(string value) => value
        .Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
}

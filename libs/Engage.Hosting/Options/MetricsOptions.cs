namespace Engage.Hosting.Options;

/// <summary>Section <c>Metrics</c>: where <c>/metrics</c> and <c>/health</c> are served.</summary>
public sealed class MetricsOptions
{
    /// <summary>Host 127.0.0.1 unless said otherwise; port 0 takes a free one.</summary>
    public Uri Url { get; init; } = new("http://127.0.0.1:0");
}

namespace Engage.Hosting.Configuration;

/// <summary>The sections that settings may stand in, and what differs from worker to worker.</summary>
internal static class Sections
{
    public const string Kafka = "Kafka";
    public const string KafkaSecurity = "Kafka:Security";
    public const string Registry = "Registry";
    public const string State = "State";
    public const string Processing = "Processing";
    public const string Metrics = "Metrics";
    public const string Logging = "Logging";
    public const string Channels = "Channels";

    /// <summary>Where each worker serves its metrics unless configured otherwise.</summary>
    private static readonly Dictionary<string, int> MetricsPorts = new()
    {
        ["segment-materializer"] = 9101,
        ["trigger-matcher"] = 9102,
        ["accumulator"] = 9103,
        ["scheduler"] = 9104,
        ["dispatcher"] = 9105,
    };

    /// <summary>Sections that every worker reads.</summary>
    public static IReadOnlyList<string> Common { get; } = [Kafka, Registry, State, Processing, Metrics, Logging];

    /// <summary>Sections that some worker reads: they may stand in a file or an environment that all share.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Common, Channels, .. MetricsPorts.Keys.Select(OfWorker)];

    /// <summary>A worker's own section: <c>trigger-matcher</c> has <c>TriggerMatcher</c>.</summary>
    public static string OfWorker(string worker) => string.Concat(worker.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Port 0, any free one, for a worker that has no port of its own.</summary>
    public static Uri DefaultMetricsUrl(string worker) => new($"http://127.0.0.1:{MetricsPorts.GetValueOrDefault(worker)}");
}

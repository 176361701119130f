namespace Engage.Streams.Kafka;

/// <summary>How to reach a cluster.</summary>
public sealed record KafkaClientOptions
{
    /// <summary>Comma-separated <c>host:port</c>.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>Shown in the broker's logs and quotas.</summary>
    public string ClientId { get; init; } = "engage";

    /// <summary>librdkafka properties for every client (security, tuning); they win over the engine's defaults, but not over what exactly-once needs.</summary>
    public IReadOnlyDictionary<string, string> Extra { get; init; } = new Dictionary<string, string>();

    /// <summary>Memory for prefetched input per consumer, in kilobytes.</summary>
    public int PrefetchKilobytes { get; init; } = 16_384;

    /// <summary>Time limit of administrative questions.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);
}

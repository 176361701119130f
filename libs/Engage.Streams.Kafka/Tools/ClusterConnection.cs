using Confluent.Kafka;

namespace Engage.Streams.Kafka.Tools;

/// <summary>Where a cluster is and how to reach it; for commands and tests, not for workers.</summary>
/// <param name="BootstrapServers">host:port, several separated by commas.</param>
/// <param name="Extra">Further settings by their librdkafka names, for example <c>security.protocol</c>.</param>
public sealed record ClusterConnection(string BootstrapServers, IReadOnlyDictionary<string, string>? Extra = null)
{
    internal T Apply<T>(T config)
        where T : ClientConfig
    {
        config.BootstrapServers = BootstrapServers;
        foreach (var (name, value) in Extra ?? new Dictionary<string, string>()) config.Set(name, value);
        return config;
    }
}

namespace Engage.Streams.Kafka.Tools;

/// <summary>How a topic is, or should be, set up.</summary>
/// <param name="Name">With prefix.</param>
/// <param name="Partitions">At least 1.</param>
/// <param name="Configs">Settings that differ from the cluster's defaults, by Kafka's names.</param>
public sealed record TopicSettings(string Name, int Partitions, IReadOnlyDictionary<string, string> Configs);

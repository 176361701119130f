using Engage.Streams.Kafka.Tools;

namespace Engage.Cli.Connections;

/// <summary>Where a command works.</summary>
/// <param name="Bootstrap">Kafka bootstrap servers.</param>
/// <param name="RegistryUrl">Null: not named; commands that need it say so.</param>
/// <param name="TopicPrefix">In front of every topic, group and transactional id.</param>
/// <param name="Stack">The embedded stack, where one is running.</param>
internal sealed record Cluster(string Bootstrap, string? RegistryUrl, string TopicPrefix, StackFile? Stack)
{
    public ClusterConnection Connection => new(Bootstrap);

    public string Registry => RegistryUrl ?? throw new CommandException("No schema registry is named: give --registry URL (or ENGAGE_REGISTRY).");

    public string Topic(string name) => TopicPrefix + name;
}

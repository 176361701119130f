using System.CommandLine;
using System.CommandLine.Parsing;

namespace Engage.Cli.Connections;

/// <summary>The options by which every command finds the cluster: given, else from the environment, else from the running embedded stack.</summary>
internal static class ClusterOptions
{
    public static readonly Option<string?> Bootstrap = new("--bootstrap") { Description = "Kafka bootstrap servers, host:port[,…]", Recursive = true };

    public static readonly Option<string?> Registry = new("--registry") { Description = "schema registry address", Recursive = true };

    public static readonly Option<string?> TopicPrefix = new("--topic-prefix") { Description = "prefix of all topics, groups and transactional ids (default engage.)", Recursive = true };

    public static readonly Option<string> Data = new("--data")
    {
        Description = "folder of the embedded stack",
        Recursive = true,
        DefaultValueFactory = _ => ".local",
    };

    /// <exception cref="CommandException">Nothing says where the cluster is.</exception>
    public static Cluster Resolve(ParseResult result)
    {
        var stack = StackFile.Find(result.GetValue(Data)!);
        return new Cluster(
            result.GetValue(Bootstrap) ?? FromEnvironment("ENGAGE_BOOTSTRAP", "ENGAGE_Kafka__BootstrapServers") ?? stack?.Broker
                ?? throw new CommandException($"No cluster is named. Start the embedded one with 'engage local up', or give --bootstrap HOST:PORT (or ENGAGE_BOOTSTRAP). No {StackFile.FileName} in {result.GetValue(Data)}."),
            result.GetValue(Registry) ?? FromEnvironment("ENGAGE_REGISTRY", "ENGAGE_Registry__Url") ?? stack?.Registry,
            result.GetValue(TopicPrefix) ?? FromEnvironment("ENGAGE_TOPIC_PREFIX", "ENGAGE_Kafka__TopicPrefix") ?? "engage.",
            stack);
    }

    private static string? FromEnvironment(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value) return value;
        }

        return null;
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using Engage.Cli.Connections;

namespace Engage.Cli.Health;

/// <summary>Where the workers' metrics and health pages are: named with <c>--worker NAME=URL</c>, else from the running embedded stack.</summary>
internal static class WorkerAddresses
{
    public static readonly Option<string[]> Option = new("--worker")
    {
        Description = "NAME=URL of a worker's metrics and health pages; repeat it for every process (default: those of the embedded stack)",
        DefaultValueFactory = _ => [],
    };

    /// <exception cref="CommandException">One is not of that form.</exception>
    public static IReadOnlyList<(string Worker, Uri Address)> Of(ParseResult result, Cluster cluster)
    {
        var named = result.GetValue(Option)!;
        if (named.Length == 0) return [.. cluster.Stack?.Metrics.Select(worker => (worker.Key, new Uri(worker.Value))) ?? []];
        return [.. named.Select(Parse)];
    }

    private static (string, Uri) Parse(string text)
    {
        var parts = text.Split('=', 2);
        return parts.Length == 2 && WorkerInputs.Names.Contains(parts[0]) && Uri.TryCreate(parts[1], UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? (parts[0], new Uri(parts[1]))
            : throw new CommandException($"--worker {text}: give NAME=URL with a NAME of {string.Join(", ", WorkerInputs.Names)}, for example accumulator=http://127.0.0.1:9103", CommandException.WrongUsage);
    }
}

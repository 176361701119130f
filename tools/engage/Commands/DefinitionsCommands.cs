using System.CommandLine;
using System.CommandLine.Parsing;
using Engage.Cli.Connections;
using Engage.Cli.Output;
using Engage.Topics;

namespace Engage.Cli.Commands;

/// <summary><c>engage rules</c> and <c>engage segments</c>: what is in force.</summary>
internal static class DefinitionsCommands
{
    public static Command Rules() => Build("rules", "the rules in force", "rule");

    public static Command Segments() => Build("segments", "the segments in force", "segment");

    private static Command Build(string name, string description, string kind)
    {
        var command = new Command(name, description);
        command.SetAction((result, cancelled) => RunAsync(result, kind, cancelled));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, string kind, CancellationToken cancelled)
    {
        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        // Committed records only, and apply commits its markers with them: what can be read is in force.
        var latest = TopicScan.Of(cluster, Topics.Topics.Definitions, cancelled: cancelled)
            .Where(item => item.Value.Kind == kind)
            .GroupBy(item => item.Value.Id, StringComparer.Ordinal)
            .Select(versions => versions.MaxBy(item => item.Value.Version))
            .OrderBy(item => item.Value.Id, StringComparer.Ordinal);
        var report = OutputOption.Report(result, "id", "version", "status", "effective_at", "name");
        foreach (var (record, definition) in latest)
            report.Add(definition.Id, definition.Version, definition.Status, DateTimeOffset.FromUnixTimeMilliseconds(record.TimestampMs), definition.Name);
        report.Finish();
        return 0;
    }
}

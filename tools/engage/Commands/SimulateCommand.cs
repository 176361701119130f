using System.CommandLine;
using System.CommandLine.Parsing;
using Engage.Cli.Connections;
using Engage.Cli.Definitions;
using Engage.Cli.Offline;
using Engage.Cli.Output;
using Engage.Cli.Simulate;
using Engage.Contracts;
using Engage.Streams.Kafka.Tools;

namespace Engage.Cli.Commands;

/// <summary><c>engage simulate</c>: what a draft would have decided over the retained events (semantics 46). Reads; joins no group and writes nothing.</summary>
internal static class SimulateCommand
{
    private static readonly Option<string[]> Files = new("--file", "-f") { Description = "the draft: rules and the segments that come with them", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<DateTimeOffset?> From = TimeOption.Of("--from", "the rules come into force with the first event that arrived at or after this time (default: the oldest retained one)");
    private static readonly Option<DateTimeOffset?> To = TimeOption.Of("--to", "events that arrived before this time (default: all)");

    private static readonly string[] Columns =
    [
        "occurred_at", "player", "rule", "segment", "event", "decided_at", "times", "amount", "currency", "remainder", "discarded", "flags", "qualification_date", "qualification_validity",
    ];

    public static Command Build()
    {
        var command = new Command("simulate", "decisions of a draft over retained events; nothing is written") { Files, From, To };
        command.SetAction((result, cancelled) => RunAsync(result, cancelled));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancelled)
    {
        var (from, to) = (result.GetValue(From), result.GetValue(To));
        if (from >= to) throw new CommandException("--from must lie before --to", CommandException.WrongUsage);
        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        var inForce = DefinitionsInLog.Read(cluster);
        if (DefinitionFiles.Load(result.GetValue(Files)!, inForce) is not { } documents) return CommandException.Failed;

        var draft = Draft.Of(documents);
        var ownActions = OwnActions(cluster, draft);
        var (logs, executions, events, unmatched) = (new List<RetainedLog>(), new List<Execution>(), 0L, 0L);
        using (var progress = new ProgressLine("simulating", asideFromOutput: true))
        {
            for (var partition = 0; partition < Partitions(cluster); partition++)
            {
                cancelled.ThrowIfCancellationRequested();
                var log = await RetainedLog.OpenAsync(cluster, partition, static _ => true);
                using var simulated = new SimulatePartition(log, draft, ownActions, from is { } begin ? Times.Micros(begin) : long.MinValue, to is { } end ? Times.Micros(end) : long.MaxValue);
                executions.AddRange(simulated.Run());
                logs.Add(log);
                events += simulated.Events;
                if (!log.IsComplete) unmatched += simulated.UnmatchedReversals;
                progress.Show($"partition {partition}: {events} events, {executions.Count} executions");
            }
        }

        Print(result, executions);
        PrintSummary(result, executions, events, [.. Incompleteness.Of(logs, draft, inForce, from is { } start ? Times.Micros(start) : long.MinValue, unmatched)]);
        return 0;
    }

    private static int Partitions(Cluster cluster)
    {
        using var admin = new ClusterAdmin(cluster.Connection);
        var name = cluster.Topic(Topics.Topics.PlayerEvents.Name);
        return admin.PartitionCounts().TryGetValue(name, out var count) ? count : throw new CommandException($"The topic {name} does not exist; run 'engage topics create'.");
    }

    /// <summary>Actions that live rules with the draft's ids have decided.</summary>
    private static HashSet<string> OwnActions(Cluster cluster, Draft draft) =>
        [.. TopicScan.Of(cluster, Topics.Topics.Executions).Where(item => draft.IsRule(item.Value.RuleId)).SelectMany(item => item.Value.ActionIds)];

    private static void Print(ParseResult result, List<Execution> executions)
    {
        var report = OutputOption.Report(result, Columns);
        foreach (var execution in executions.OrderBy(execution => execution.DecidedAtMicros).ThenBy(execution => execution.PlayerId, StringComparer.Ordinal))
        {
            report.Add(
                Times.Of(execution.OccurredAtMicros), execution.PlayerId, execution.RuleId, execution.SegmentId ?? "everyone",
                $"{execution.EventSource}/{execution.EventId}/{execution.EventType}", Times.Of(execution.DecidedAtMicros), execution.Times, execution.Amount, execution.Currency, execution.Remainder,
                execution.Discarded, execution.Flags, Times.Of(execution.QualificationDateMicros), Times.Of(execution.QualificationValidityMicros));
        }

        report.Finish();
    }

    /// <summary>One line after the rows; as JSON an object of its own, told from the rows by its keys.</summary>
    private static void PrintSummary(ParseResult result, List<Execution> executions, long events, IReadOnlyList<string> incomplete)
    {
        var players = executions.Select(execution => execution.PlayerId).Distinct().Count();
        if (result.GetValue(OutputOption.Format) == OutputFormat.Json)
        {
            var report = OutputOption.Report(result, "events", "decisions", "executions", "players", "incomplete");
            report.Add(events, executions.Count, executions.Sum(execution => (long)execution.Times), players, incomplete);
            report.Finish();
            return;
        }

        Console.WriteLine($"{events} events judged: {executions.Count} decisions, {executions.Sum(execution => (long)execution.Times)} executions, {players} players; nothing was written");
        foreach (var line in incomplete) Console.WriteLine($"incomplete: {line}");
    }
}

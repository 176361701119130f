using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Engage.Cli.Connections;
using Engage.Cli.Definitions;
using Engage.Cli.Explain;
using Engage.Cli.Offline;
using Engage.Cli.Output;
using Engage.Rules.Definitions;
using Engage.Streams;
using Engage.Streams.Kafka.Tools;

namespace Engage.Cli.Commands;

/// <summary><c>engage explain</c>: why a rule did or did not execute for a player (semantics 45). Reads; joins no group and writes nothing.</summary>
internal static class ExplainCommand
{
    private static readonly Option<string> Player = new("--player") { Description = "the player", Required = true };
    private static readonly Option<string> Rule = new("--rule") { Description = "the rule", Required = true };
    private static readonly Option<string?> Event = new("--event") { Description = "SOURCE/ID/TYPE: every gate for this event; without it one line for each event that concerns the rule" };

    public static Command Build()
    {
        var command = new Command("explain", "why a rule did or did not execute for a player") { Player, Rule, Event };
        command.SetAction((result, cancelled) => RunAsync(result, cancelled));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancelled)
    {
        var (player, rule) = (result.GetValue(Player)!, result.GetValue(Rule)!);
        var wanted = result.GetValue(Event) is { } text ? EventName.Parse(text) : null;
        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);

        var key = Encoding.UTF8.GetBytes(player);
        var log = await OpenAsync(cluster, key);
        var definitions = DefinitionsInLog.Fold(log.Definitions);
        if (definitions.Latest.Find(DefinitionKind.Rule, rule) is null) throw new CommandException($"There is no rule {rule}; 'engage rules' lists them.");

        var answers = new ExplainRule(log, definitions, RecordedFacts.Read(cluster, log.Partition, key, player, rule), rule).Run();
        if (answers.Count == 0) throw new CommandException($"No event of {player} is in the retained log{Since(log)}.");
        if (wanted is null) PrintAll(result, answers, player, rule, log);
        else ExplanationReport.Print(OutputOption.Report(result, ExplanationReport.Columns), Find(answers, wanted, player, log));
        return 0;
    }

    private static async Task<RetainedLog> OpenAsync(Cluster cluster, byte[] player)
    {
        int count;
        using (var admin = new ClusterAdmin(cluster.Connection))
        {
            var name = cluster.Topic(Topics.Topics.PlayerEvents.Name);
            if (!admin.PartitionCounts().TryGetValue(name, out count)) throw new CommandException($"The topic {name} does not exist; run 'engage topics create'.");
        }

        var log = await RetainedLog.OpenAsync(cluster, Partitioner.PartitionOf(player, count), record => record.Key is null or { Length: 0 } || record.Key.AsSpan().SequenceEqual(player));
        return log with { Records = [.. log.Records] };
    }

    private static EventExplanation Find(IReadOnlyList<EventExplanation> answers, EventName wanted, string player, RetainedLog log)
    {
        var found = answers.Where(answer => answer.Event == wanted).ToList();
        // A repeat stands behind the accepted one and says only that it is a repeat.
        return found.Find(answer => answer.Verdict == EventExplanation.Executed) ?? found.FirstOrDefault()
            ?? throw new CommandException($"{player} has no event {wanted} in the retained log{Since(log)}; 'engage explain' without --event lists those that concern the rule.");
    }

    private static void PrintAll(ParseResult result, IReadOnlyList<EventExplanation> answers, string player, string rule, RetainedLog log)
    {
        var about = answers.Where(answer => answer.IsAboutTheRule || answer.Recorded is not null).ToList();
        if (about.Count == 0) throw new CommandException($"None of {player}'s {answers.Count} events in the retained log{Since(log)} is of a type that {rule} looks at.");

        var report = OutputOption.Report(result, "occurred_at", "event", "result", "reason", "detail", "execution_id");
        foreach (var answer in about) report.Add(answer.OccurredAt, answer.Event.ToString(), answer.Verdict, answer.Reason, answer.Detail, answer.Recorded?.ExecutionId);
        report.Finish();
    }

    private static string Since(RetainedLog log) => log.IsComplete ? "" : $", which begins {(log.Begins is { } begins ? Times.Text(begins) : "now")}";
}

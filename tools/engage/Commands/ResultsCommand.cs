using System.CommandLine;
using System.CommandLine.Parsing;
using Engage.Cli.Connections;
using Engage.Cli.Output;
using Engage.Contracts;
using Engage.Topics;

namespace Engage.Cli.Commands;

/// <summary><c>engage results</c>: what became of actions.</summary>
internal static class ResultsCommand
{
    private static readonly Option<bool> Follow = new("--follow") { Description = "go on with results as they come" };
    private static readonly Option<string?> Player = new("--player") { Description = "only this player's" };
    private static readonly Option<string?> Rule = new("--rule") { Description = "only this rule's" };
    private static readonly Option<string?> Status = new("--status") { Description = "only this status: delivered, accepted, parked, suppressed …" };

    private static readonly string[] Columns =
        ["finished_at", "player", "rule", "version", "action", "channel", "status", "final", "reason", "times", "points", "recipient", "attempt", "execution_id", "delivery_id", "seq"];

    public static Command Build()
    {
        var command = new Command("results", "what became of actions") { Follow, Player, Rule, Status };
        command.SetAction((result, cancelled) => RunAsync(result, cancelled));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancelled)
    {
        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        var (player, rule, status, follow) = (result.GetValue(Player), result.GetValue(Rule), result.GetValue(Status), result.GetValue(Follow));
        var report = OutputOption.Report(result, Columns);
        foreach (var (_, outcome) in TopicScan.Of(cluster, Topics.Topics.ActionResults, follow: follow, cancelled: cancelled))
        {
            if ((player ?? outcome.PlayerId) != outcome.PlayerId || (rule ?? outcome.RuleId) != outcome.RuleId || (status ?? outcome.Status) != outcome.Status) continue;
            Add(report, outcome);
            if (follow) report.Flush();
        }

        report.Finish();
        return 0;
    }

    private static void Add(Report report, ActionResult outcome) => report.Add(
        Times.Of(outcome.FinishedAtMicros), outcome.PlayerId, outcome.RuleId, outcome.RuleVersion, outcome.ActionType, outcome.Channel, outcome.Status, outcome.Final, outcome.Reason,
        outcome.Times, outcome.Points, outcome.Recipient, outcome.Attempt, outcome.ExecutionId, outcome.DeliveryId, outcome.Seq);
}

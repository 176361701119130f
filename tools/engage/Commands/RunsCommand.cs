using System.CommandLine;
using System.CommandLine.Parsing;
using Engage.Cli.Connections;
using Engage.Cli.Output;
using Engage.Contracts;
using Engage.Topics;

namespace Engage.Cli.Commands;

/// <summary><c>engage runs</c>: scheduled runs and their reports.</summary>
internal static class RunsCommand
{
    private static readonly Option<string?> Rule = new("--rule") { Description = "only this rule's" };
    private static readonly Option<string?> State = new("--state") { Description = "only runs in this state: collecting, running, finished, skipped, missed, expired, cancelled" };
    private static readonly Argument<string> RunId = new("run") { Description = "RULE/DUE, as 'engage runs list' shows it" };

    public static Command Build()
    {
        var list = new Command("list", "every run of the last 90 days as it stands") { Rule, State };
        list.SetAction((result, cancelled) => ListAsync(result, cancelled));
        var show = new Command("show", "one run's reports, in order") { RunId };
        show.SetAction((result, cancelled) => ShowAsync(result, cancelled));
        return new Command("runs", "scheduled runs and their reports") { list, show };
    }

    private static async Task<int> ListAsync(ParseResult result, CancellationToken cancelled)
    {
        var (rule, state) = (result.GetValue(Rule), result.GetValue(State));
        // The last record of a run holds; a rule's records stand in one partition, in order.
        var latest = (await ReadAsync(result, cancelled))
            .Where(report => (rule ?? report.RuleId) == report.RuleId)
            .GroupBy(report => report.RunId, StringComparer.Ordinal)
            .Select(reports => reports.Last())
            .Where(report => (state ?? report.State) == report.State)
            .OrderBy(report => report.DueMicros)
            .ThenBy(report => report.RunId, StringComparer.Ordinal);
        Print(result, latest);
        return 0;
    }

    private static async Task<int> ShowAsync(ParseResult result, CancellationToken cancelled)
    {
        var id = result.GetValue(RunId)!;
        var reports = (await ReadAsync(result, cancelled)).Where(report => report.RunId == id).ToList();
        if (reports.Count == 0) throw new CommandException($"No run {id} is reported in the last 90 days; 'engage runs list' shows those that are.");
        Print(result, reports);
        return 0;
    }

    private static async Task<IReadOnlyList<RunReport>> ReadAsync(ParseResult result, CancellationToken cancelled)
    {
        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        return [.. TopicScan.Of(cluster, Topics.Topics.RunReports, cancelled: cancelled).Select(item => item.Value)];
    }

    private static void Print(ParseResult result, IEnumerable<RunReport> reports)
    {
        var table = OutputOption.Report(result, "run_id", "rule", "version", "due", "state", "reason", "started_at", "finished_at", "members", "written", "expired", "updated_at");
        foreach (var report in reports)
        {
            table.Add(
                report.RunId, report.RuleId, report.RuleVersion, Times.Of(report.DueMicros), report.State, report.Reason, Times.Of(report.StartedAtMicros), Times.Of(report.FinishedAtMicros),
                report.Members, report.Written, report.Expired, Times.Of(report.UpdatedAtMicros));
        }

        table.Finish();
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using Engage.Cli.Connections;
using Engage.Cli.Output;
using Engage.Contracts;
using Engage.Topics;

namespace Engage.Cli.Commands;

/// <summary><c>engage history</c>: one row per execution, with the columns of semantics 28; the states of its actions come from action-results.</summary>
internal static class HistoryCommand
{
    private static readonly Option<string?> Player = new("--player") { Description = "executions for this player" };
    private static readonly Option<string?> Rule = new("--rule") { Description = "executions of this rule" };
    private static readonly Option<DateTimeOffset?> From = TimeOption.Of("--from", "trigger events at or after this time");
    private static readonly Option<DateTimeOffset?> To = TimeOption.Of("--to", "trigger events before this time");

    private static readonly string[] Columns =
    [
        "occurred_at", "player", "rule", "version", "segment", "event", "run_id", "decided_at", "times", "amount", "currency", "remainder", "discarded", "flags",
        "qualification_date", "qualification_validity", "actions", "execution_id",
    ];

    public static Command Build()
    {
        var command = new Command("history", "execution history of a player or a rule") { Player, Rule, From, To };
        command.SetAction((result, cancelled) => RunAsync(result, cancelled));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancelled)
    {
        var (player, rule, from, to) = (result.GetValue(Player), result.GetValue(Rule), result.GetValue(From), result.GetValue(To));
        if (player is null && rule is null) throw new CommandException("history needs --player or --rule", CommandException.WrongUsage);
        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);

        var executions = TopicScan.Of(cluster, Topics.Topics.Executions, cancelled: cancelled)
            .Select(item => item.Value)
            .Where(execution => (player ?? execution.PlayerId) == execution.PlayerId && (rule ?? execution.RuleId) == execution.RuleId)
            .Where(execution => !(Times.Of(execution.OccurredAtMicros) < from) && !(Times.Of(execution.OccurredAtMicros) >= to))
            .OrderBy(execution => execution.OccurredAtMicros)
            .ToList();
        var states = ActionStates(cluster, [.. executions.SelectMany(execution => execution.ActionIds)]);
        var report = OutputOption.Report(result, Columns);
        foreach (var execution in executions) Add(report, execution, states);
        report.Finish();
        return 0;
    }

    private static void Add(Report report, Execution execution, Dictionary<string, (int Seq, string Text)> states) => report.Add(
        Times.Of(execution.OccurredAtMicros), execution.PlayerId, execution.RuleId, execution.RuleVersion, execution.SegmentId ?? "everyone",
        execution.EventId is null ? null : $"{execution.EventSource}/{execution.EventId}/{execution.EventType}", execution.RunId,
        Times.Of(execution.DecidedAtMicros), execution.Times, execution.Amount, execution.Currency, execution.Remainder, execution.Discarded, execution.Flags,
        Times.Of(execution.QualificationDateMicros), Times.Of(execution.QualificationValidityMicros),
        execution.ActionIds.Select(action => states.TryGetValue(action, out var state) ? state.Text : "pending"), execution.ExecutionId);

    /// <summary>The newest state of each action: a repeated record has the same seq, a later one a higher.</summary>
    private static Dictionary<string, (int Seq, string Text)> ActionStates(Cluster cluster, HashSet<string> actions)
    {
        var states = new Dictionary<string, (int Seq, string Text)>();
        if (actions.Count == 0) return states;
        foreach (var (_, outcome) in TopicScan.Of(cluster, Topics.Topics.ActionResults))
        {
            if (!actions.Contains(outcome.ActionId) || (states.TryGetValue(outcome.ActionId, out var known) && known.Seq > outcome.Seq)) continue;
            states[outcome.ActionId] = (outcome.Seq, $"{outcome.ActionType}:{outcome.Status}{(outcome.Reason is null ? "" : $"({outcome.Reason})")}");
        }

        return states;
    }
}

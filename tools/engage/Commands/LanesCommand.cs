using System.CommandLine;
using System.CommandLine.Parsing;
using Engage.Cli.Connections;
using Engage.Cli.Lanes;
using Engage.Cli.Output;
using Engage.Contracts;
using Engage.Topics;

namespace Engage.Cli.Commands;

/// <summary><c>engage lanes</c> and <c>engage kill-switch</c>: the operators' side of delivery. Every change is a command that the dispatcher applies and answers.</summary>
internal static class LanesCommand
{
    private static readonly Argument<string> Lane = new("lane") { Description = "channel/account/recipient, as 'engage lanes list' shows it" };
    private static readonly Option<string?> State = new("--state") { Description = "only lanes in this state: quarantined, paused, backing_off …" };
    private static readonly Option<bool> All = new("--all") { Description = "healthy ones too" };
    private static readonly Option<int?> Count = new("--count") { Description = "at most so many messages, from the head" };
    private static readonly Option<string> To = new("--to") { Description = "the recipient that takes over", Required = true };
    private static readonly Option<string?> Apply = new("--apply") { Description = "parked, future or both (default): which messages go to the other recipient" };
    private static readonly Option<string?> Delivery = new("--delivery") { Description = "this delivery alone" };
    private static readonly Option<string> Reason = new("--reason") { Description = "why, for the record", Required = true };
    private static readonly Option<long?> ExpectedVersion = new("--expected-version") { Description = "refuse if the lane has changed since it had this version" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "say how many messages it concerns and change nothing" };
    private static readonly Option<string> Scope = new("--scope") { Description = "all, channel:sms, account:sms/main or rule:ID", DefaultValueFactory = _ => "all" };

    public static Command Build()
    {
        var list = new Command("list", "lanes that are not healthy, as last heard of") { State, All };
        list.SetAction((result, cancelled) => ListAsync(result, cancelled));
        var show = new Command("show", "one lane: its state, what to do about it, and its history") { Lane };
        show.SetAction((result, cancelled) => ShowAsync(result, cancelled));
        return new Command("lanes", "the ways of messages to recipients: see, release, remap, drop, pause, resume")
        {
            list, show,
            OnLane("release", "send what waits", [Count], (result, command) => command with { Count = result.GetValue(Count) }),
            OnLane("remap", "send to another recipient of the same channel and account", [To, Apply], (result, command) => command with { To = result.GetValue(To), Apply = result.GetValue(Apply) }),
            OnLane("drop", "end messages that wait", [Count, Delivery, Reason], (result, command) => command with { Count = result.GetValue(Count), DeliveryId = result.GetValue(Delivery), Reason = result.GetValue(Reason) }),
            OnLane("pause", "send nothing more until it is resumed", [Reason], (result, command) => command with { Reason = result.GetValue(Reason) }),
            OnLane("resume", "go on after a pause", [], static (_, command) => command),
        };
    }

    public static Command BuildKillSwitch()
    {
        var on = new Command("on", "stop sending; what comes is parked") { Scope, Reason, DryRun };
        on.SetAction((result, cancelled) => SwitchAsync(result, "kill_switch_on", result.GetValue(Reason), cancelled));
        var off = new Command("off", "go on sending what was parked") { Scope, DryRun };
        off.SetAction((result, cancelled) => SwitchAsync(result, "kill_switch_off", reason: null, cancelled));
        return new Command("kill-switch", "stop all sending, a channel's, an account's or a rule's") { on, off };
    }

    private static Command OnLane(string name, string description, Option[] options, Func<ParseResult, DispatchCommand, DispatchCommand> complete)
    {
        var command = new Command(name, description) { Lane, ExpectedVersion, DryRun };
        foreach (var option in options) command.Options.Add(option);
        command.SetAction((result, cancelled) => CarryOutAsync(result, name, complete, cancelled));
        return command;
    }

    private static async Task<int> CarryOutAsync(ParseResult result, string kind, Func<ParseResult, DispatchCommand, DispatchCommand> complete, CancellationToken cancelled)
    {
        var lane = result.GetValue(Lane)!;
        if (!LaneName.TryParse(lane, out _)) throw new CommandException($"{lane} is no lane: it has the form channel/account/recipient; 'engage lanes list --all' shows them", CommandException.WrongUsage);
        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        return Report(result, SendCommand.AndWait(cluster, (id, at) => complete(result, Command(result, kind, id, at) with { Lane = lane, ExpectedVersion = result.GetValue(ExpectedVersion) }), cancelled));
    }

    private static async Task<int> SwitchAsync(ParseResult result, string kind, string? reason, CancellationToken cancelled)
    {
        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        return Report(result, SendCommand.AndWait(cluster, (id, at) => Command(result, kind, id, at) with { Scope = result.GetValue(Scope), Reason = reason }, cancelled));
    }

    private static DispatchCommand Command(ParseResult result, string kind, string id, long atMicros) => new()
    {
        CommandId = id,
        Kind = kind,
        DryRun = result.GetValue(DryRun),
        IssuedBy = $"engage@{Environment.MachineName}:{Environment.UserName}",
        IssuedAtMicros = atMicros,
    };

    /// <returns>1 where the dispatcher refused it.</returns>
    private static int Report(ParseResult result, IReadOnlyList<DispatchEvent> answers)
    {
        var report = OutputOption.Report(result, "answer", "reason", "partition", "lane", "state", "affected", "dry_run", "version", "command_id");
        foreach (var answer in answers.OrderBy(answer => answer.Partition))
            report.Add(answer.Kind, answer.Reason, answer.Partition, answer.Lane ?? answer.Scope, answer.State, answer.Affected, answer.DryRun, answer.Version, answer.CommandId);
        report.Finish();
        return answers.All(answer => answer.Kind == "applied") ? 0 : CommandException.Failed;
    }

    private static async Task<int> ListAsync(ParseResult result, CancellationToken cancelled)
    {
        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        var (state, all) = (result.GetValue(State), result.GetValue(All));
        var latest = TopicScan.Of(cluster, Topics.Topics.DispatchEvents, cancelled: cancelled)
            .Select(item => item.Value)
            .Where(change => change is { Lane: not null, State: not null })
            .GroupBy(change => change.Lane!, StringComparer.Ordinal)
            .Select(changes => changes.MaxBy(change => change.Version)!)
            .Where(lane => state is not null ? lane.State == state : all || lane.State != "healthy")
            .OrderBy(lane => lane.Lane, StringComparer.Ordinal);
        var report = OutputOption.Report(result, "lane", "state", "reason", "hint", "since", "parked", "oldest_at", "next_attempt_at", "version");
        foreach (var lane in latest)
            report.Add(lane.Lane, lane.State, lane.Reason, lane.Hint, Times.Of(lane.SinceMicros), lane.Parked, Times.Of(lane.OldestAtMicros), Times.Of(lane.NextAttemptAtMicros), lane.Version);
        report.Finish();
        return 0;
    }

    private static async Task<int> ShowAsync(ParseResult result, CancellationToken cancelled)
    {
        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        var lane = result.GetValue(Lane)!;
        var history = TopicScan.Of(cluster, Topics.Topics.DispatchEvents, cancelled: cancelled).Select(item => item.Value).Where(change => change.Lane == lane).OrderBy(change => change.AtMicros).ToList();
        if (history.Count == 0) throw new CommandException($"Nothing is known of {lane}: it never left the healthy state in the last 30 days, or has another name ('engage lanes list --all').");

        var report = OutputOption.Report(result, "at", "what", "state", "reason", "hint", "parked", "affected", "version", "by");
        foreach (var change in history)
            report.Add(Times.Of(change.AtMicros), change.Command ?? change.Kind, change.State, change.Reason, change.Hint, change.Parked, change.Affected, change.Version, change.IssuedBy);
        report.Finish();
        return 0;
    }
}

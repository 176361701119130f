using System.Globalization;
using Engage.Contracts;

namespace Engage.Dispatcher.Tests;

/// <summary>What operators can do to lanes, accounts and rules, and what they are answered.</summary>
public sealed class Operating
{
    private const string Lane = "slack/default/#gone";

    [Fact]
    public async Task Release_lets_a_mended_lane_go_on_in_order()
    {
        await using var dispatching = await StuckAsync(messages: 5);
        dispatching.Sandbox.Slack.AddChannel("gone");
        await dispatching.AdvanceAsync(TimeSpan.FromMinutes(2)); // The listing at hand is a minute old at most.

        var answer = await CommandAsync(dispatching, "release");

        Assert.Equal(("applied", 5L), (answer.Kind, answer.Affected));
        Assert.Equal(["p0", "p1", "p2", "p3", "p4"], Texts(dispatching));
        Assert.Equal("healthy", LaneEvents(dispatching)[^1].State);
        Assert.Contains(dispatching.Results, result => result.Status == "released");
    }

    [Fact]
    public async Task Release_of_a_part_stops_again_after_it()
    {
        await using var dispatching = await StuckAsync(messages: 5);
        dispatching.Sandbox.Slack.AddChannel("gone");
        await dispatching.AdvanceAsync(TimeSpan.FromMinutes(2)); // The listing at hand is a minute old at most.

        await CommandAsync(dispatching, "release", command => command with { Count = 2 });
        Assert.Equal(["p0", "p1"], Texts(dispatching));
        Assert.Equal(("paused", "released_in_part"), (LaneEvents(dispatching)[^1].State, LaneEvents(dispatching)[^1].Reason));

        await CommandAsync(dispatching, "release");
        Assert.Equal(5, Texts(dispatching).Count);
    }

    [Fact]
    public async Task Release_of_a_lane_that_is_still_broken_quarantines_it_again_with_everything_kept()
    {
        await using var dispatching = await StuckAsync(messages: 3);

        await CommandAsync(dispatching, "release");

        Assert.Equal("quarantined", LaneEvents(dispatching)[^1].State);
        Assert.Equal(3, LaneEvents(dispatching)[^1].Parked);
        Assert.Empty(dispatching.FinalResults);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Remap_moves_what_waits_and_what_is_to_come_each_once_and_in_order(int partitions)
    {
        await using var dispatching = await StuckAsync(messages: 20, partitions);

        var answer = await CommandAsync(dispatching, "remap", command => command with { To = "#vip" });
        Send(dispatching, 20);
        await dispatching.SettleAsync();

        Assert.Equal(20, answer.Affected);
        Assert.Equal(21, dispatching.Sandbox.Ledger.Entries.Count);
        Assert.All(dispatching.Sandbox.Ledger.Entries, entry => Assert.Equal("#vip", entry.RecipientNamed));
        Assert.Equal(Texts(dispatching).Distinct().Count(), Texts(dispatching).Count);
        Assert.Equal(21, dispatching.FinalResults.Count(result => result is { Status: "delivered", Recipient: "#vip" }));
        if (partitions == 1) Assert.Equal(Enumerable.Range(0, 21).Select(number => $"p{number}"), Texts(dispatching));
    }

    [Fact]
    public async Task Remap_of_the_parked_alone_leaves_the_lane_as_it_is_for_what_is_to_come()
    {
        await using var dispatching = await StuckAsync(messages: 2);

        await CommandAsync(dispatching, "remap", command => command with { To = "#vip", Apply = "parked" });
        Send(dispatching, 2);
        await dispatching.SettleAsync();

        Assert.Equal(["p0", "p1"], Texts(dispatching));
        Assert.Equal("parked", dispatching.Results[^1].Status);
    }

    [Fact]
    public async Task Drop_ends_what_waits_with_the_operators_reason()
    {
        await using var dispatching = await StuckAsync(messages: 4);

        var first = await CommandAsync(dispatching, "drop", command => command with { Count = 1, Reason = "outdated" });
        var named = await CommandAsync(dispatching, "drop", command => command with { DeliveryId = dispatching.Results[2].DeliveryId });
        var rest = await CommandAsync(dispatching, "drop");

        Assert.Equal([1L, 1L, 2L], [first.Affected, named.Affected, rest.Affected]);
        Assert.Equal(4, dispatching.FinalResults.Count(result => result.Status == "dropped"));
        Assert.Equal(["operator", "operator", "operator", "outdated"], dispatching.FinalResults.Select(result => result.Reason).Order());
    }

    [Fact]
    public async Task A_paused_lane_takes_messages_and_sends_none_until_it_is_resumed()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("gone", "{'send_slack':{'to':'#vip','text':'{{player.id}}'}}");

        await CommandAsync(dispatching, "pause", command => command with { Lane = "slack/default/#vip", Reason = "holiday" });
        Send(dispatching, 0);
        await dispatching.SettleAsync();
        dispatching.Driver.CrashAndRestartElsewhere();
        await dispatching.SettleAsync();
        Assert.Equal(("parked", "holiday"), (dispatching.Results[^1].Status, dispatching.Results[^1].Reason));
        Assert.Empty(Texts(dispatching));

        await CommandAsync(dispatching, "resume", command => command with { Lane = "slack/default/#vip" });
        Assert.Equal(["p0"], Texts(dispatching));
    }

    [Theory]
    [InlineData("all")]
    [InlineData("channel:slack")]
    [InlineData("account:slack/default")]
    [InlineData("rule:gone")]
    public async Task The_kill_switch_stops_its_scope_at_once_and_survives_a_restart(string scope)
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("gone", "{'send_slack':{'to':'#vip','text':'{{player.id}}'}}");

        await CommandAsync(dispatching, "kill_switch_on", command => command with { Lane = null, Scope = scope });
        Send(dispatching, 0);
        dispatching.Driver.CrashAndRestartElsewhere();
        await dispatching.SettleAsync();
        Assert.Equal(("parked", "kill_switch"), (dispatching.Results[^1].Status, dispatching.Results[^1].Reason));
        Assert.Empty(Texts(dispatching));

        await CommandAsync(dispatching, "kill_switch_off", command => command with { Lane = null, Scope = scope });
        await dispatching.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(["p0"], Texts(dispatching));
    }

    [Theory]
    [InlineData("channel:sms")]
    [InlineData("account:slack/other")]
    [InlineData("rule:other")]
    public async Task The_kill_switch_leaves_everything_else_alone(string scope)
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("gone", "{'send_slack':{'to':'#vip','text':'{{player.id}}'}}");

        await CommandAsync(dispatching, "kill_switch_on", command => command with { Lane = null, Scope = scope });
        Send(dispatching, 0);
        await dispatching.SettleAsync();

        Assert.Equal(["p0"], Texts(dispatching));
    }

    [Theory]
    [InlineData("release", "slack/default/#nowhere", "unknown_lane")]
    [InlineData("remap", Lane, "same_recipient", "#gone")]
    [InlineData("remap", Lane, "invalid_recipient")]
    [InlineData("resume", Lane, "not_paused")]
    [InlineData("resolve", Lane, "not_unclear")]
    [InlineData("dance", Lane, "unknown_command")]
    [InlineData("drop", Lane, "unknown_delivery", null, "no-such-delivery")]
    public async Task A_command_that_makes_no_sense_is_refused_with_its_reason(string kind, string lane, string reason, string? to = null, string? delivery = null)
    {
        await using var dispatching = await StuckAsync(messages: 1);

        var answer = await CommandAsync(dispatching, kind, command => command with { Lane = lane, To = to, DeliveryId = delivery });

        Assert.Equal(("refused", reason), (answer.Kind, answer.Reason));
    }

    [Fact]
    public async Task A_command_against_a_lane_that_has_changed_since_is_refused_a_dry_run_counts_and_a_repeat_changes_nothing()
    {
        await using var dispatching = await StuckAsync(messages: 3);
        var version = LaneEvents(dispatching)[^1].Version;

        var stale = await CommandAsync(dispatching, "drop", command => command with { ExpectedVersion = version - 1 });
        var dry = await CommandAsync(dispatching, "drop", command => command with { DryRun = true, ExpectedVersion = version });
        var once = await CommandAsync(dispatching, "drop", command => command with { CommandId = "same", Count = 1 });
        dispatching.Driver.Pipe(EngageTopics.DispatchCommands, Lane, Command("drop") with { CommandId = "same", Count = 1 });

        Assert.Equal(("refused", "stale_version"), (stale.Kind, stale.Reason));
        Assert.Equal(("applied", 3L, true), (dry.Kind, dry.Affected, dry.DryRun));
        Assert.Equal(1, once.Affected);
        Assert.Single(dispatching.FinalResults);
    }

    [Fact]
    public async Task A_players_lane_cannot_be_remapped_to_somebody_else()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("hi", "{'send_sms':{'text':'hi'}}").Know(Players.Contactable() with { Suppression = null });
        dispatching.Act("hi", "send_sms");

        var answer = await CommandAsync(dispatching, "remap", command => command with { Lane = "sms/default/player:p1", To = "+4790000077" });

        Assert.Equal("player_lane", answer.Reason);
    }

    [Fact]
    public async Task A_recheck_finds_a_mended_recipient_without_waiting_for_the_hour()
    {
        await using var dispatching = await StuckAsync(messages: 2);
        dispatching.Sandbox.Slack.AddChannel("gone");
        await dispatching.AdvanceAsync(TimeSpan.FromMinutes(2)); // The listing at hand is a minute old at most.

        await CommandAsync(dispatching, "recheck");
        await dispatching.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(["p0", "p1"], Texts(dispatching));
    }

    [Fact]
    public async Task Erasure_reaches_messages_about_the_player_that_wait_for_the_staff_in_any_partition()
    {
        await using var dispatching = await StuckAsync(messages: 8, partitions: 4);

        dispatching.Know(new PlayerProfile { PlayerId = "p3", Version = 9, Erased = true });
        await dispatching.AdvanceAsync(TimeSpan.FromSeconds(1));

        var dropped = Assert.Single(dispatching.FinalResults);
        Assert.Equal(("p3", "dropped", "erased"), (dropped.PlayerId, dropped.Status, dropped.Reason));
    }

    [Fact]
    public async Task A_token_of_another_workspace_is_suspected_and_quarantines_nobody()
    {
        await using var dispatching = await Dispatching.StartAsync(sandbox => sandbox with { SlackRecipients = [.. Enumerable.Range(0, 30).Select(number => $"#c{number}")] });
        for (var channel = 0; channel < 30; channel++) dispatching.DefineRule($"r{channel}", $"{{'send_slack':{{'to':'#c{channel}','text':'{{{{player.id}}}}'}}}}");
        for (var channel = 0; channel < 30; channel++) dispatching.Act($"r{channel}", "send_slack", player: "first");
        await dispatching.SettleAsync();

        for (var channel = 0; channel < 30; channel++) dispatching.Sandbox.Slack.RenameChannel($"c{channel}", $"old-{channel}");
        dispatching.Sandbox.Faults.Replace([new(new(Kind: "slack", Method: "chat.postMessage"), new(Error: "channel_not_found")), new(new(Method: "conversations.info"), new(Error: "channel_not_found"))]);
        for (var channel = 0; channel < 30; channel++) dispatching.Act($"r{channel}", "send_slack", player: "second");
        await dispatching.SettleAsync();

        var told = dispatching.Events;
        Assert.Contains(told, circuit => circuit is { Kind: "circuit", State: "open", Reason: "suspect_account_change" });
        var last = told.Where(lane => lane.Kind == "lane").GroupBy(lane => lane.Lane).Select(lane => lane.Last());
        Assert.DoesNotContain(last, lane => lane.State == "quarantined");

        dispatching.Sandbox.Faults.Replace([]);
        for (var minute = 0; minute < 10; minute++) await dispatching.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(60, dispatching.Sandbox.Ledger.Entries.Count);
        Assert.Empty(dispatching.Sandbox.Ledger.Duplicates);
    }

    [Fact]
    public async Task A_provider_that_fails_for_most_recipients_is_left_alone_until_it_answers()
    {
        await using var dispatching = await Dispatching.StartAsync(sandbox => sandbox with { SlackRecipients = [.. Enumerable.Range(0, 40).Select(number => $"#c{number}")] });
        for (var channel = 0; channel < 40; channel++) dispatching.DefineRule($"r{channel}", $"{{'send_slack':{{'to':'#c{channel}','text':'{{{{player.id}}}}'}}}}");
        dispatching.Sandbox.Faults.Replace([new(new(Method: "chat.postMessage"), new(Error: "service_unavailable"))]);
        for (var channel = 0; channel < 40; channel++) dispatching.Act($"r{channel}", "send_slack");
        await dispatching.SettleAsync();

        Assert.Contains(dispatching.Events, told => told is { Kind: "circuit", State: "open", Reason: "provider_failing" });

        dispatching.Sandbox.Faults.Replace([]);
        for (var minute = 0; minute < 10; minute++) await dispatching.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(40, dispatching.FinalResults.Count(result => result.Status == "delivered"));
    }

    /// <summary>A lane to a channel that does not exist, with messages from p0 on waiting in it.</summary>
    private static async Task<Dispatching> StuckAsync(int messages, int partitions = 1)
    {
        var dispatching = await Dispatching.StartAsync(partitionCount: partitions);
        dispatching.DefineRule("gone", "{'send_slack':{'to':'#gone','text':'{{player.id}}'}}");
        for (var number = 0; number < messages; number++) Send(dispatching, number);
        await dispatching.SettleAsync();
        _ = LaneEvents(dispatching);
        return dispatching;
    }

    private static void Send(Dispatching dispatching, int number) => dispatching.Act("gone", "send_slack", player: string.Create(CultureInfo.InvariantCulture, $"p{number}"));

    private static DispatchCommand Command(string kind) => new() { CommandId = $"c-{kind}", Kind = kind, Lane = Lane, IssuedBy = "kim", IssuedAtMicros = 1_793_610_000_000_000 };

    private static async Task<DispatchEvent> CommandAsync(Dispatching dispatching, string kind, Func<DispatchCommand, DispatchCommand>? with = null)
    {
        var command = Command(kind) with { CommandId = $"c-{kind}-{dispatching.CommandCount++}" };
        if (with is not null) command = with(command);
        dispatching.Driver.Pipe(EngageTopics.DispatchCommands, command.Lane ?? "", command);
        await dispatching.SettleAsync();
        return dispatching.Events.LastOrDefault(told => told.CommandId == command.CommandId) ?? throw new InvalidOperationException($"{kind} was not answered. {string.Join("; ", dispatching.Driver.Troubles)}");
    }

    private static List<DispatchEvent> LaneEvents(Dispatching dispatching) => [.. dispatching.Events.Where(told => told.Kind == "lane")];

    private static List<string> Texts(Dispatching dispatching) => [.. dispatching.Sandbox.Ledger.Entries.Select(entry => entry.Text)];
}

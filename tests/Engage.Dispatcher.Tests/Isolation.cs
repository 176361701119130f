using System.Globalization;
using Engage.Sandbox.Faults;

namespace Engage.Dispatcher.Tests;

/// <summary>One broken recipient is nobody else's concern (semantics 38).</summary>
public sealed class Isolation
{
    private const int Channels = 100;
    private const int MessagesPerChannel = 10;

    [Fact]
    public async Task Of_a_hundred_channels_one_renamed_before_the_first_contact_keeps_its_messages_in_order_and_the_others_deliver()
    {
        await using var dispatching = await HundredChannelsAsync();
        dispatching.Sandbox.Slack.RenameChannel("c7", "c7-renamed");

        await SendToAllAsync(dispatching);

        Assert.Equal((Channels - 1) * MessagesPerChannel, dispatching.Sandbox.Ledger.Entries.Count);
        Assert.Equal((Channels - 1) * MessagesPerChannel, dispatching.FinalResults.Count);
        Assert.All(dispatching.Sandbox.Ledger.Entries.GroupBy(entry => entry.Recipient), channel => Assert.Equal(Numbers(), channel.Select(entry => entry.Text)));

        var kept = dispatching.Results.Where(result => result.Lane == "slack/default/#c7").ToList();
        Assert.Equal("quarantined", kept[0].Status);
        Assert.Equal(Enumerable.Repeat("parked", MessagesPerChannel - 1), kept.Skip(1).Select(result => result.Status));
        var state = dispatching.Driver.Read(EngageTopics.DispatchEvents).Last(told => told.Key == "slack/default/#c7").Value!;
        Assert.Equal(("quarantined", "channel_not_found"), (state.State, state.Reason));
        Assert.Contains("#c7-renamed", state.Hint);

        dispatching.Sandbox.Slack.RenameChannel("c7-renamed", "c7");
        await dispatching.AdvanceAsync(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        Assert.Equal(Numbers(), dispatching.Sandbox.Ledger.Entries.Where(entry => entry.RecipientNamed == "#c7").Select(entry => entry.Text));
        Assert.Empty(dispatching.Sandbox.Ledger.Duplicates);
    }

    [Fact]
    public async Task Control_of_the_same_run_with_all_channels_well_every_message_is_delivered()
    {
        await using var dispatching = await HundredChannelsAsync();

        await SendToAllAsync(dispatching);

        Assert.Equal(Channels * MessagesPerChannel, dispatching.Sandbox.Ledger.Entries.Count);
        Assert.All(dispatching.Results, result => Assert.Equal("delivered", result.Status));
    }

    [Fact]
    public async Task A_channel_and_a_person_renamed_after_the_first_contact_go_on_by_their_ids()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("channel", "{'send_slack':{'to':'#vip','text':'{{player.id}}'}}").DefineRule("person", "{'send_slack':{'to':'@ada','text':'{{player.id}}'}}");
        dispatching.Act("channel", "send_slack");
        dispatching.Act("person", "send_slack");
        await dispatching.SettleAsync();

        dispatching.Sandbox.Slack.RenameChannel("vip", "vip-2");
        dispatching.Sandbox.Slack.RenameUser("ada", "ada.lovelace");
        dispatching.Driver.CrashAndRestartElsewhere(); // What was learnt of names survives.
        dispatching.Act("channel", "send_slack");
        dispatching.Act("person", "send_slack");
        await dispatching.SettleAsync();

        Assert.Equal(["#vip-2", "@ada.lovelace"], dispatching.Sandbox.Ledger.Entries.Skip(2).Select(entry => entry.RecipientNamed).Order());
        Assert.All(dispatching.FinalResults, result => Assert.Equal("delivered", result.Status));
    }

    [Fact]
    public async Task A_deactivated_person_is_quarantined_although_slack_answers_ok()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("person", "{'send_slack':{'to':'@ada','text':'{{player.id}}'}}");
        dispatching.Act("person", "send_slack");
        await dispatching.SettleAsync();

        dispatching.Sandbox.Slack.DeactivateUser("ada");
        dispatching.Act("person", "send_slack");
        await dispatching.SettleAsync();

        Assert.Equal(("quarantined", "user_disabled"), (dispatching.Results[^1].Status, dispatching.Results[^1].Reason));
        Assert.Single(dispatching.Sandbox.Ledger.Entries);
    }

    [Fact]
    public async Task A_recipient_that_hangs_holds_up_nobody_else()
    {
        await using var dispatching = await Dispatching.StartAsync(dispatcher: options => options.Concurrency = 1);
        dispatching.Sandbox.Faults.Replace([new(new(Method: "chat.postMessage", Recipient: "#vip"), new(Hang: true))]);
        dispatching.DefineRule("stuck", "{'send_slack':{'to':'#vip','text':'{{player.id}}'}}").DefineRule("well", "{'send_slack':{'to':'#board','text':'{{player.id}}'}}");

        dispatching.Act("stuck", "send_slack");
        dispatching.Act("well", "send_slack");
        var settled = dispatching.SettleUntilAsync(() => dispatching.FinalResults.Count == 1);

        await settled; // After a second the hanging call gives the only place back.
        Assert.Equal("slack/default/#board", Assert.Single(dispatching.FinalResults).Lane);
    }

    [Fact]
    public async Task A_provider_that_fails_is_tried_again_in_order_with_each_attempt_told()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.Sandbox.Faults.Replace([new(new(Method: "chat.postMessage"), new(Error: "service_unavailable"), Count: 2)]);
        dispatching.DefineRule("failed", "{'send_slack':{'to':'#vip','text':'{{player.id}}'}}");

        dispatching.Act("failed", "send_slack", player: "p1");
        dispatching.Act("failed", "send_slack", player: "p2");
        for (var minute = 0; minute < 3; minute++) await dispatching.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["p1", "p2"], dispatching.Sandbox.Ledger.Entries.Select(entry => entry.Text));
        Assert.Equal(
            [("retry_scheduled", 1), ("retry_scheduled", 2), ("delivered", 3), ("delivered", 1)],
            dispatching.Results.OrderBy(result => result.FinishedAtMicros).ThenBy(result => result.PlayerId).Select(result => (result.Status, result.Attempt)));
    }

    [Fact]
    public async Task A_limited_channel_is_waited_for_without_counting_attempts_against_it()
    {
        await using var dispatching = await Dispatching.StartAsync(sandbox => sandbox with { SlackPostInterval = TimeSpan.FromSeconds(1) });
        dispatching.DefineRule("failed", "{'send_slack':{'to':'#vip','text':'{{player.id}}'}}");
        for (var player = 0; player < 5; player++) dispatching.Act("failed", "send_slack", player: string.Create(CultureInfo.InvariantCulture, $"p{player}"));

        for (var second = 0; second < 12; second++) await dispatching.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(["p0", "p1", "p2", "p3", "p4"], dispatching.Sandbox.Ledger.Entries.Select(entry => entry.Text));
        Assert.All(dispatching.Results, result => Assert.Equal("delivered", result.Status));
    }

    [Fact]
    public async Task A_revoked_token_stops_the_account_and_quarantines_nobody()
    {
        await using var dispatching = await HundredChannelsAsync();
        dispatching.Sandbox.Slack.RevokeToken();
        await SendToAllAsync(dispatching);
        Assert.Empty(dispatching.FinalResults);
        Assert.DoesNotContain(dispatching.Results, result => result.Status == "quarantined");
        var circuit = Assert.Single(dispatching.Driver.Read(EngageTopics.DispatchEvents), told => told.Value!.Kind == "circuit").Value!;
        Assert.Equal(("slack/default", "open", "token_revoked"), (circuit.Scope, circuit.State, circuit.Reason));

        dispatching.Sandbox.Slack.RestoreToken();
        for (var i = 0; i < 5; i++) await dispatching.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(Channels * MessagesPerChannel, dispatching.FinalResults.Count(result => result.Status == "delivered"));
        Assert.All(dispatching.Sandbox.Ledger.Entries.GroupBy(entry => entry.Recipient), channel => Assert.Equal(Numbers(), channel.Select(entry => entry.Text)));
        Assert.Empty(dispatching.Sandbox.Ledger.Duplicates);
    }

    private static async Task<Dispatching> HundredChannelsAsync()
    {
        var dispatching = await Dispatching.StartAsync(sandbox => sandbox with { SlackRecipients = [.. Enumerable.Range(0, Channels).Select(number => $"#c{number}")] });
        for (var channel = 0; channel < Channels; channel++) dispatching.DefineRule($"r{channel}", $"{{'send_slack':{{'to':'#c{channel}','text':'{{{{player.id}}}}'}}}}");
        return dispatching;
    }

    private static async Task SendToAllAsync(Dispatching dispatching)
    {
        for (var message = 0; message < MessagesPerChannel; message++)
        {
            for (var channel = 0; channel < Channels; channel++) dispatching.Act($"r{channel}", "send_slack", player: $"{message}");
        }

        await dispatching.SettleAsync();
    }

    private static IEnumerable<string> Numbers() => Enumerable.Range(0, MessagesPerChannel).Select(number => number.ToString(CultureInfo.InvariantCulture));
}

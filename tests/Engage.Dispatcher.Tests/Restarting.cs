using Engage.Sandbox.Faults;
using Engage.Streams.Testing;

namespace Engage.Dispatcher.Tests;

/// <summary>Crashes, aborted transactions and lost answers: nothing is lost, and nothing is sent twice.</summary>
public sealed class Restarting
{
    private const string Slack = "{'send_slack':{'to':'#vip','text':'{{player.id}}'}}";

    [Theory]
    [InlineData(CommitFault.Refused)]
    [InlineData(CommitFault.RequestLost)]
    [InlineData(CommitFault.AnswerLost)]
    public async Task A_commit_that_goes_wrong_sends_nothing_twice_and_loses_nothing(CommitFault fault)
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("failed", Slack);

        for (var i = 0; i < 5; i++)
        {
            dispatching.Driver.FailNextCommit(fault);
            dispatching.Act("failed", "send_slack");
            dispatching.Driver.FailNextCommit(fault);
            await dispatching.SettleAsync();
        }

        Assert.Equal(5, dispatching.Sandbox.Ledger.Entries.Count);
        Assert.Empty(dispatching.Sandbox.Ledger.Duplicates);
        Assert.Equal(5, dispatching.FinalResults.Count(result => result.Status == "delivered"));
        Assert.Equal(5, dispatching.FinalResults.Select(result => result.DeliveryId).Distinct().Count());
    }

    [Fact]
    public async Task A_process_killed_after_a_message_left_finds_it_in_the_history_instead_of_sending_it_again()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("failed", Slack);
        dispatching.Act("failed", "send_slack");
        await dispatching.Sandbox.Ledger.WaitUntilAsync(entries => entries.Count == 1, TimeSpan.FromSeconds(30));

        dispatching.Driver.CrashAndRestart(); // Its outcome is known to the dead process only.
        await dispatching.AdvanceAsync(TimeSpan.FromSeconds(33));

        var result = Assert.Single(dispatching.FinalResults);
        Assert.Equal(("delivered", "found_in_records"), (result.Status, result.Reason));
        Assert.Single(dispatching.Sandbox.Ledger.Entries);
    }

    [Fact]
    public async Task A_process_killed_before_a_message_left_sends_it_once()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.Sandbox.Faults.Replace([new(new(Method: "chat.postMessage"), new(Reset: FaultReset.AfterBody), Count: 1)]);
        dispatching.DefineRule("failed", Slack);
        dispatching.Act("failed", "send_slack");

        dispatching.Driver.CrashAndRestartElsewhere();
        await dispatching.AdvanceAsync(TimeSpan.FromSeconds(33));
        await dispatching.AdvanceAsync(TimeSpan.FromSeconds(5));

        Assert.Equal("delivered", Assert.Single(dispatching.FinalResults).Status);
        Assert.Single(dispatching.Sandbox.Ledger.Entries);
    }

    [Fact]
    public async Task A_new_owner_leaves_an_interrupted_attempt_alone_until_the_old_one_cannot_be_making_it()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.Sandbox.Faults.Replace([new(new(Method: "chat.postMessage"), new(Hang: true), Count: 1)]);
        dispatching.DefineRule("failed", Slack);
        dispatching.Act("failed", "send_slack");

        dispatching.Driver.CrashAndRestart();
        dispatching.Driver.Advance(TimeSpan.FromSeconds(31));

        Assert.Empty(dispatching.FinalResults);
        Assert.Empty(dispatching.Sandbox.Ledger.Entries);
    }

    [Theory]
    [InlineData("chat.postMessage", "send_slack", Slack, "delivered")]
    [InlineData("messages.create", "send_sms", "{'send_sms':{'to':'+4790000009','text':'x','override_consent':true}}", "delivered")]
    public async Task A_reply_lost_after_acceptance_is_recovered_without_a_duplicate(string method, string type, string action, string status)
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.Sandbox.Faults.Replace([new(new(Method: method), new(Reset: FaultReset.AfterAccept), Count: 1)]);
        dispatching.DefineRule("failed", action);

        dispatching.Act("failed", type);
        await dispatching.SettleAsync();
        Assert.Equal(["ambiguous"], dispatching.Results.Select(result => result.Status));
        await dispatching.AdvanceAsync(TimeSpan.FromSeconds(61));

        Assert.Equal(status, Assert.Single(dispatching.FinalResults).Status);
        Assert.Single(dispatching.Sandbox.Ledger.Entries);
    }

    [Fact]
    public async Task A_mail_whose_reply_was_lost_ends_as_unknown_for_nobody_can_tell()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.Sandbox.Faults.Replace([new(new(Method: "dot"), new(Reset: FaultReset.AfterAccept), Count: 1)]);
        dispatching.DefineRule("failed", "{'send_email':{'to':'vip@casino.example','subject':'s','text':'x','override_consent':true}}");

        dispatching.Act("failed", "send_email");
        await dispatching.SettleAsync();
        await dispatching.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal("unknown", Assert.Single(dispatching.FinalResults).Status);
        Assert.Single(dispatching.Sandbox.Ledger.Entries);
    }

    [Fact]
    public async Task A_platform_call_interrupted_by_a_crash_is_repeated_under_its_key_and_credits_once()
    {
        await using var credited = await Dispatching.StartAsync(channels: channels => channels.AllowPrivateEndpoints = true);
        credited.Define("endpoint", "casino", $"'purpose':'platform','address':'{credited.Sandbox.PlatformAddress}actions'");
        credited.Act("points", "give_points", with: action => action with { Points = 10 });
        await credited.Sandbox.Ledger.WaitUntilAsync(entries => entries.Count == 1, TimeSpan.FromSeconds(30));

        credited.Driver.CrashAndRestart();
        await credited.AdvanceAsync(TimeSpan.FromSeconds(2));

        Assert.Equal("delivered", Assert.Single(credited.FinalResults).Status);
        Assert.Equal(10, credited.Sandbox.Platform.Balances("p1")["default"]);
        Assert.Empty(credited.Sandbox.Ledger.Duplicates);
    }

    [Fact]
    public async Task What_was_parked_is_still_there_after_a_restart_on_another_disk_and_in_order()
    {
        await using var dispatching = await Dispatching.StartAsync();
        dispatching.DefineRule("failed", Slack.Replace("#vip", "#later", StringComparison.Ordinal));
        for (var player = 0; player < 20; player++) dispatching.Act("failed", "send_slack", player: $"p{player}");
        await dispatching.SettleAsync();

        dispatching.Driver.CrashAndRestartElsewhere();
        dispatching.Sandbox.Slack.AddChannel("later");
        await dispatching.AdvanceAsync(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1)); // The recipient is asked about every hour.

        Assert.Equal(Enumerable.Range(0, 20).Select(player => $"p{player}"), dispatching.Sandbox.Ledger.Entries.Select(entry => entry.Text));
        Assert.Empty(dispatching.Sandbox.Ledger.Duplicates);
    }
}

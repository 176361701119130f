using Engage.Channels.Slack;
using Engage.Sandbox;
using Engage.Sandbox.Faults;
using Engage.Sandbox.Slack;

namespace Engage.Channels.Tests.Slack;

public sealed class SlackChannelTests : IAsyncLifetime
{
    private readonly StandingClock clock = new();
    private EngageSandbox sandbox = null!;
    private SlackChannel channel = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        sandbox = await EngageSandbox.StartAsync(
            new SandboxOptions { Clock = clock, SlackPostInterval = TimeSpan.Zero, SlackTierLimits = SlackTierLimits.Relaxed, SlackRecipients = ["#vip", "@ada", "grace@casino.example"] },
            Cancelled);
        channel = new SlackChannel(new SlackOptions { Address = sandbox.SlackAddress, Token = sandbox.SlackToken, TimeLimit = TimeSpan.FromSeconds(10) }, clock);
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData("#vip", "#vip")]
    [InlineData("vip", "#vip")]
    [InlineData("@ada", "@ada")]
    [InlineData("@ADA", "@ada")]
    [InlineData("grace@casino.example", "@grace")]
    public async Task A_recipient_is_found_by_any_of_its_names(string recipient, string reached)
    {
        var report = await channel.SendAsync(Messages.To(recipient), Cancelled);

        var entry = Assert.Single(sandbox.Ledger.Entries);
        Assert.IsType<Delivered>(report.Outcome);
        Assert.Equal((reached, "d-1", "p1"), (entry.RecipientNamed, entry.DeliveryMark, entry.Player));
        Assert.Equal(entry.Recipient, report.Pin!.Id);
    }

    [Fact]
    public async Task A_recipient_is_reached_by_its_id()
    {
        var id = sandbox.Slack.AddChannel("board");

        await channel.SendAsync(Messages.To(id), Cancelled);

        Assert.Equal("#board", Assert.Single(sandbox.Ledger.Entries).RecipientNamed);
    }

    [Theory]
    [InlineData("#vip", "vip", "channel")]
    [InlineData("@ada", "ada", "person")]
    public async Task A_renamed_recipient_that_was_reached_before_is_reached_again(string recipient, string name, string kind)
    {
        var pin = (await channel.SendAsync(Messages.To(recipient), Cancelled)).Pin;
        Assert.True(kind == "channel" ? sandbox.Slack.RenameChannel(name, "renamed") : sandbox.Slack.RenameUser(name, "renamed"));

        var report = await channel.SendAsync(Messages.To(recipient, delivery: "d-2") with { Pin = pin }, Cancelled);

        Assert.IsType<Delivered>(report.Outcome);
        Assert.Equal(2, sandbox.Ledger.Entries.Count);
    }

    [Fact]
    public async Task A_name_taken_over_by_another_channel_never_gets_what_was_meant_for_the_first()
    {
        var pin = (await channel.SendAsync(Messages.To("#vip"), Cancelled)).Pin;
        sandbox.Slack.RenameChannel("vip", "old-vip");
        sandbox.Slack.ArchiveChannel("old-vip");
        sandbox.Slack.AddChannel("vip");
        clock.Advance(TimeSpan.FromMinutes(2));

        var report = await channel.SendAsync(Messages.To("#vip", delivery: "d-2") with { Pin = pin }, Cancelled);

        Assert.Equal(("identity_changed", RejectedPart.Recipient), (report.Outcome.Reason, Assert.IsType<Rejected>(report.Outcome).Part));
        Assert.Single(sandbox.Ledger.Entries);
    }

    [Fact]
    public async Task A_deactivated_person_is_found_out_although_slack_would_answer_ok()
    {
        var pin = (await channel.SendAsync(Messages.To("@ada"), Cancelled)).Pin;
        sandbox.Slack.DeactivateUser("ada");

        var report = await channel.SendAsync(Messages.To("@ada", delivery: "d-2") with { Pin = pin }, Cancelled);

        Assert.Equal("user_disabled", report.Outcome.Reason);
        Assert.Single(sandbox.Ledger.Entries);
    }

    [Theory]
    [InlineData("#nobody", "channel_not_found")]
    [InlineData("@nobody", "user_not_found")]
    [InlineData("nobody@casino.example", "users_not_found")]
    public async Task An_unknown_name_is_refused_for_its_recipient(string recipient, string reason)
    {
        var report = await channel.SendAsync(Messages.To(recipient), Cancelled);

        Assert.Equal((reason, RejectedPart.Recipient), (report.Outcome.Reason, Assert.IsType<Rejected>(report.Outcome).Part));
    }

    [Fact]
    public async Task A_channel_renamed_before_the_first_contact_is_not_followed_but_the_hint_names_it()
    {
        sandbox.Slack.RenameChannel("vip", "vip-2");

        var report = await channel.SendAsync(Messages.To("#vip"), Cancelled);

        Assert.Contains("#vip-2", Assert.IsType<Rejected>(report.Outcome).Hint);
        Assert.Empty(sandbox.Ledger.Entries);
    }

    [Fact]
    public async Task A_name_missing_from_an_older_listing_waits_for_the_next_one()
    {
        await channel.SendAsync(Messages.To("#vip"), Cancelled);
        clock.Advance(TimeSpan.FromSeconds(30));
        sandbox.Slack.AddChannel("brand-new");

        var early = await channel.SendAsync(Messages.To("#brand-new", delivery: "d-2"), Cancelled);
        clock.Advance(Assert.IsType<RetryAfter>(early.Outcome).Delay!.Value);
        var later = await channel.SendAsync(Messages.To("#brand-new", delivery: "d-2"), Cancelled);

        Assert.Equal(RetryCause.Throttled, ((RetryAfter)early.Outcome).Cause);
        Assert.IsType<Delivered>(later.Outcome);
    }

    [Fact]
    public async Task A_hundred_unknown_names_cost_one_listing()
    {
        sandbox.Faults.Replace([new(new(Kind: "slack", Method: "conversations.list", Nth: 2), new(Error: "fatal_error"))]);

        var reports = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => channel.SendAsync(Messages.To($"#unknown-{i}"), Cancelled)));

        Assert.All(reports, report => Assert.Equal("channel_not_found", report.Outcome.Reason)); // A second listing would have failed.
    }

    [Fact]
    public async Task A_display_name_that_two_people_share_is_refused_for_the_message()
    {
        sandbox.Slack.AddUser("kim.a", "Kim", email: null);
        sandbox.Faults.Replace([new(new(Method: "users.list"), new(Body: """
            {"ok":true,"members":[{"id":"U0000001","name":"a","profile":{"display_name":"Kim"}},{"id":"U0000002","name":"b","profile":{"display_name":"kim"}}]}
            """, Status: 200))]);

        var report = await channel.SendAsync(Messages.To("@kim"), Cancelled);

        Assert.Equal(("ambiguous_recipient", RejectedPart.Message), (report.Outcome.Reason, Assert.IsType<Rejected>(report.Outcome).Part));
    }

    [Fact]
    public async Task The_bot_joins_a_public_channel_it_was_taken_out_of()
    {
        sandbox.Slack.KickBot("vip");

        var report = await channel.SendAsync(Messages.To("#vip"), Cancelled);

        Assert.IsType<Delivered>(report.Outcome);
    }

    [Fact]
    public async Task A_post_whose_reply_was_lost_is_found_in_the_history_by_its_mark()
    {
        sandbox.Faults.Replace([new(new(Method: "chat.postMessage"), new(Reset: FaultReset.AfterAccept), Count: 1)]);
        var message = Messages.To("#vip");
        var report = await channel.SendAsync(message, Cancelled);

        var found = await channel.ReconcileAsync(new(message with { Pin = report.Pin }, Messages.Nine, []), Cancelled);

        Assert.IsType<Uncertain>(report.Outcome);
        Assert.Equal(sandbox.Ledger.Entries[0].Id, Assert.IsType<FoundSent>(found).MessageId);
    }

    [Fact]
    public async Task A_post_that_never_arrived_is_known_not_to_be_sent()
    {
        sandbox.Faults.Replace([new(new(Method: "chat.postMessage"), new(Reset: FaultReset.AfterBody), Count: 1)]);
        var message = Messages.To("#vip");
        var report = await channel.SendAsync(message, Cancelled);

        var absent = await channel.ReconcileAsync(new(message with { Pin = report.Pin }, Messages.Nine, []), Cancelled);

        Assert.IsType<Uncertain>(report.Outcome);
        Assert.IsType<NotSent>(absent);
    }

    [Theory]
    [InlineData("missing_scope", typeof(CannotTell))]
    [InlineData("not_in_channel", typeof(CannotTell))]
    [InlineData("ratelimited", typeof(AskAgain))]
    [InlineData("internal_error", typeof(AskAgain))]
    public async Task History_that_cannot_be_read_decides_nothing(string error, Type expected)
    {
        var pin = (await channel.SendAsync(Messages.To("#vip", delivery: "d-0"), Cancelled)).Pin;
        sandbox.Faults.Replace([new(new(Method: "conversations.history"), new(Error: error))]);

        Assert.IsType(expected, await channel.ReconcileAsync(new(Messages.To("#vip") with { Pin = pin }, Messages.Nine, []), Cancelled));
    }

    [Fact]
    public async Task Probes_tell_whether_account_and_recipient_work()
    {
        var pin = (await channel.SendAsync(Messages.To("#vip"), Cancelled)).Pin;
        var person = (await channel.SendAsync(Messages.To("@ada"), Cancelled)).Pin;
        Assert.Equal(ProbeVerdict.Healthy, await channel.ProbeRecipientAsync("#vip", pin, Cancelled));

        sandbox.Slack.ArchiveChannel("vip");
        sandbox.Slack.DeactivateUser("ada");
        Assert.Equal(ProbeVerdict.Broken, await channel.ProbeRecipientAsync("#vip", pin, Cancelled));
        Assert.Equal(ProbeVerdict.Broken, await channel.ProbeRecipientAsync("@ada", person, Cancelled));

        sandbox.Slack.UnarchiveChannel("vip");
        sandbox.Slack.ReactivateUser("ada");
        Assert.Equal(ProbeVerdict.Healthy, await channel.ProbeRecipientAsync("#vip", pin, Cancelled));
        Assert.Equal(ProbeVerdict.Healthy, await channel.ProbeRecipientAsync("@ada", person, Cancelled));

        Assert.Equal(ProbeVerdict.Healthy, await channel.ProbeAccountAsync(Cancelled));
        sandbox.Slack.RevokeToken();
        Assert.Equal(ProbeVerdict.Broken, await channel.ProbeAccountAsync(Cancelled));
    }

    [Theory]
    [InlineData("", "no_text")]
    [InlineData(4_001, "msg_too_long")]
    public async Task A_text_that_slack_would_refuse_or_cut_is_not_sent(object text, string reason)
    {
        var report = await channel.SendAsync(Messages.To("#vip", text is int length ? new string('x', length) : (string)text), Cancelled);

        Assert.Equal((reason, RejectedPart.Message), (report.Outcome.Reason, Assert.IsType<Rejected>(report.Outcome).Part));
        Assert.Empty(sandbox.Ledger.Entries);
    }
}

using Engage.Channels.Twilio;
using Engage.Sandbox;
using Engage.Sandbox.Faults;

namespace Engage.Channels.Tests.Twilio;

public sealed class TwilioChannelTests : IAsyncLifetime
{
    private const string Number = "+4790000001";
    private readonly StandingClock clock = new();
    private EngageSandbox sandbox = null!;
    private TwilioChannel channel = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        sandbox = await EngageSandbox.StartAsync(new SandboxOptions { Clock = clock }, Cancelled);
        channel = new TwilioChannel(
            new TwilioOptions
            {
                Address = sandbox.TwilioAddress,
                AccountSid = sandbox.TwilioSid,
                AuthToken = sandbox.TwilioToken,
                Sender = "+15005550006",
                StatusCallback = sandbox.TwilioCallbackAddress,
            },
            clock);
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_message_arrives_with_its_mark_and_its_player()
    {
        var report = await channel.SendAsync(Messages.To(Number, "Hei på deg"), Cancelled);

        var entry = Assert.Single(sandbox.Ledger.Entries);
        Assert.Equal(entry.Id, Assert.IsType<Delivered>(report.Outcome).MessageId);
        Assert.Equal((Number, "Hei på deg", "d-1", "p1"), (entry.Recipient, entry.Text, entry.DeliveryMark, entry.Player));
    }

    [Fact]
    public async Task A_message_whose_reply_was_lost_is_found_by_number_text_and_time()
    {
        sandbox.Faults.Replace([new(new(Method: "messages.create"), new(Reset: FaultReset.AfterAccept), Count: 1)]);
        var report = await channel.SendAsync(Messages.To(Number), Cancelled);

        var found = await channel.ReconcileAsync(new(Messages.To(Number), Messages.Nine, []), Cancelled);

        Assert.IsType<Uncertain>(report.Outcome);
        Assert.Equal(sandbox.Ledger.Entries[0].Id, Assert.IsType<FoundSent>(found).MessageId);
    }

    [Fact]
    public async Task The_same_text_sent_and_recorded_before_is_not_taken_for_it()
    {
        var earlier = ((Delivered)(await channel.SendAsync(Messages.To(Number), Cancelled)).Outcome).MessageId;

        var byId = await channel.ReconcileAsync(new(Messages.To(Number, delivery: "d-2"), Messages.Nine, [earlier]), Cancelled);
        var byTime = await channel.ReconcileAsync(new(Messages.To(Number, delivery: "d-2"), Messages.Nine.AddMinutes(1), []), Cancelled);
        var byText = await channel.ReconcileAsync(new(Messages.To(Number, "another text", "d-2"), Messages.Nine, []), Cancelled);

        Assert.All([byId, byTime, byText], verdict => Assert.IsType<NotSent>(verdict));
    }

    [Fact]
    public async Task A_listing_that_fails_decides_nothing()
    {
        sandbox.Faults.Replace([new(new(Method: "messages.list"), new(Status: 503, Error: "20503"))]);

        Assert.IsType<AskAgain>(await channel.ReconcileAsync(new(Messages.To(Number), Messages.Nine, []), Cancelled));
    }

    [Fact]
    public async Task A_message_that_has_expired_does_not_leave()
    {
        var report = await channel.SendAsync(Messages.To(Number) with { ExpiresAt = Messages.Nine }, Cancelled);

        Assert.Equal("expired", report.Outcome.Reason);
        Assert.Empty(sandbox.Ledger.Entries);
    }

    [Theory]
    [InlineData("+15005550001", "invalid_number")]
    [InlineData("+15005550004", "opted_out")]
    [InlineData("+15005550003", "country_not_enabled")]
    public async Task A_refusal_is_understood(string number, string reason) => Assert.Equal(reason, (await channel.SendAsync(Messages.To(number), Cancelled)).Outcome.Reason);

    [Fact]
    public async Task A_probe_tells_whether_the_account_works()
    {
        await using var wrong = new TwilioChannel(
            new TwilioOptions { Address = sandbox.TwilioAddress, AccountSid = sandbox.TwilioSid, AuthToken = "wrong", Sender = "+15005550006" }, clock);

        Assert.Equal(ProbeVerdict.Healthy, await channel.ProbeAccountAsync(Cancelled));
        Assert.Equal(ProbeVerdict.Broken, await wrong.ProbeAccountAsync(Cancelled));
    }
}

using Engage.Channels.Smtp;
using Engage.Sandbox;
using Engage.Sandbox.Faults;

namespace Engage.Channels.Tests.Smtp;

public sealed class SmtpChannelTests
{
    private const string Vip = "vip@casino.example";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SmtpSecurity.None)]
    [InlineData(SmtpSecurity.StartTls)]
    public async Task A_mail_arrives_as_it_was_written(SmtpSecurity security)
    {
        await using var sandbox = await EngageSandbox.StartAsync(cancellation: Cancelled);
        await using var channel = ChannelTo(sandbox, security);

        var report = await channel.SendAsync(Messages.To(Vip, "Ærlig talt\n.\n..dobbelt") with { Subject = "Innskudd på 1000 kr" }, Cancelled);

        var entry = Assert.Single(sandbox.Ledger.Entries);
        var mail = Assert.Single(sandbox.Mails);
        Assert.Equal("<d-1@casino.example>", Assert.IsType<Delivered>(report.Outcome).MessageId);
        Assert.Equal((Vip, "d-1", "p1", "Ærlig talt\r\n.\r\n..dobbelt"), (entry.Recipient, entry.DeliveryMark, entry.Player, entry.Text));
        Assert.Equal(("bounce+d-1@casino.example", security == SmtpSecurity.StartTls), (mail.From, mail.Secured));
    }

    [Theory]
    [InlineData("secret", typeof(Delivered))]
    [InlineData("wrong", typeof(Misconfigured))]
    public async Task The_password_decides(string password, Type expected)
    {
        await using var sandbox = await EngageSandbox.StartAsync(new() { SmtpCredentials = new("engage", "secret") }, Cancelled);
        await using var channel = ChannelTo(sandbox, SmtpSecurity.StartTls, options => options with { User = "engage", Password = password });

        Assert.IsType(expected, (await channel.SendAsync(Messages.To(Vip), Cancelled)).Outcome);
    }

    [Fact]
    public async Task A_certificate_nobody_vouches_for_is_not_trusted()
    {
        await using var sandbox = await EngageSandbox.StartAsync(cancellation: Cancelled);
        await using var channel = new SmtpChannel(Options(sandbox, SmtpSecurity.StartTls), TimeProvider.System);

        var report = await channel.SendAsync(Messages.To(Vip), Cancelled);

        Assert.Equal("tls_failed", report.Outcome.Reason);
        Assert.Empty(sandbox.Mails);
    }

    [Fact]
    public async Task One_connection_serves_one_mail_after_another_and_a_refused_recipient_between_them()
    {
        await using var sandbox = await EngageSandbox.StartAsync(cancellation: Cancelled);
        await using var channel = ChannelTo(sandbox, SmtpSecurity.None);
        sandbox.Faults.Replace(
        [
            new(new(Method: "rcpt", Recipient: "gone@casino.example"), new(Status: 550, Error: "5.1.1")),
            new(new(Method: "connect", Nth: 2), new(Status: 421)),
        ]);

        var first = await channel.SendAsync(Messages.To(Vip), Cancelled);
        var bad = await channel.SendAsync(Messages.To("gone@casino.example", delivery: "d-2"), Cancelled);
        var last = await channel.SendAsync(Messages.To("other@casino.example", delivery: "d-3"), Cancelled); // A second connection would have been refused.

        Assert.IsType<Delivered>(first.Outcome);
        Assert.Equal("mailbox_unknown", bad.Outcome.Reason);
        Assert.IsType<Delivered>(last.Outcome);
    }

    [Fact]
    public async Task An_idle_connection_that_the_relay_has_closed_is_replaced()
    {
        await using var sandbox = await EngageSandbox.StartAsync(cancellation: Cancelled);
        await using var channel = ChannelTo(sandbox, SmtpSecurity.None);
        sandbox.Faults.Replace([new(new(Method: "mail", Nth: 2), new(Reset: FaultReset.AfterBody))]);
        await channel.SendAsync(Messages.To(Vip), Cancelled);

        var report = await channel.SendAsync(Messages.To(Vip, delivery: "d-2"), Cancelled);

        Assert.IsType<Delivered>(report.Outcome);
        Assert.Equal(2, sandbox.Mails.Count);
    }

    [Theory]
    [InlineData("connect", typeof(RetryAfter), 0)]
    [InlineData("mail", typeof(RetryAfter), 0)]
    [InlineData("rcpt", typeof(RetryAfter), 0)]
    [InlineData("data", typeof(RetryAfter), 0)]
    [InlineData("dot", typeof(Uncertain), 1)]
    public async Task A_session_cut_before_the_dot_is_not_sent_and_after_it_open(string step, Type expected, int mails)
    {
        await using var sandbox = await EngageSandbox.StartAsync(cancellation: Cancelled);
        await using var channel = ChannelTo(sandbox, SmtpSecurity.None);
        sandbox.Faults.Replace([new(new(Kind: "email", Method: step), new(Reset: FaultReset.AfterAccept))]);

        var report = await channel.SendAsync(Messages.To(Vip), Cancelled);

        Assert.IsType(expected, report.Outcome);
        Assert.Equal(mails, sandbox.Mails.Count);
    }

    [Fact]
    public async Task A_relay_that_keeps_silent_after_the_dot_leaves_it_open()
    {
        await using var sandbox = await EngageSandbox.StartAsync(cancellation: Cancelled);
        await using var channel = ChannelTo(sandbox, SmtpSecurity.None, options => options with { FinalReplyLimit = TimeSpan.FromMilliseconds(300) });
        sandbox.Faults.Replace([new(new(Method: "dot"), new(Hang: true, Reset: FaultReset.AfterAccept))]);

        Assert.Equal("timeout", Assert.IsType<Uncertain>((await channel.SendAsync(Messages.To(Vip), Cancelled)).Outcome).Reason);
        Assert.IsType<CannotTell>(await channel.ReconcileAsync(new(Messages.To(Vip), Messages.Nine, []), Cancelled));
    }

    [Fact]
    public async Task A_mail_larger_than_the_relay_takes_is_not_even_offered()
    {
        await using var sandbox = await EngageSandbox.StartAsync(new() { SmtpMaxMessageBytes = 1_000 }, Cancelled);
        await using var channel = ChannelTo(sandbox, SmtpSecurity.None);

        var report = await channel.SendAsync(Messages.To(Vip, new string('x', 2_000)), Cancelled);

        Assert.Equal("message_too_big", report.Outcome.Reason);
    }

    [Fact]
    public async Task Four_relay_answers_that_hang_do_not_stop_the_fifth_mail()
    {
        await using var sandbox = await EngageSandbox.StartAsync(cancellation: Cancelled);
        await using var channel = ChannelTo(sandbox, SmtpSecurity.None);
        sandbox.Faults.Replace([new(new(Method: "dot"), new(Hang: true), Count: 4)]);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var hanging = Enumerable.Range(0, 4).Select(i => channel.SendAsync(Messages.To(Vip, delivery: $"d-{i}"), giveUp.Token)).ToList();

        var fifth = await channel.SendAsync(Messages.To("other@casino.example", delivery: "d-5"), Cancelled);
        await giveUp.CancelAsync();

        Assert.IsType<Delivered>(fifth.Outcome);
        Assert.All(await Task.WhenAll(hanging), report => Assert.IsType<Uncertain>(report.Outcome));
    }

    [Theory]
    [InlineData("nobody", "hello", "invalid_address")]
    [InlineData(Vip, "hello\r\nBcc: x@y.example", "header_injection")]
    public async Task What_could_break_out_of_its_place_is_refused(string recipient, string subject, string reason)
    {
        await using var sandbox = await EngageSandbox.StartAsync(cancellation: Cancelled);
        await using var channel = ChannelTo(sandbox, SmtpSecurity.None);

        Assert.Equal(reason, (await channel.SendAsync(Messages.To(recipient) with { Subject = subject }, Cancelled)).Outcome.Reason);
    }

    [Fact]
    public async Task A_probe_tells_whether_the_relay_takes_us()
    {
        await using var sandbox = await EngageSandbox.StartAsync(new() { SmtpCredentials = new("engage", "secret") }, Cancelled);
        await using var right = ChannelTo(sandbox, SmtpSecurity.StartTls, options => options with { User = "engage", Password = "secret" });
        await using var wrong = ChannelTo(sandbox, SmtpSecurity.StartTls, options => options with { User = "engage", Password = "wrong" });

        Assert.Equal(ProbeVerdict.Healthy, await right.ProbeAccountAsync(Cancelled));
        Assert.Equal(ProbeVerdict.Broken, await wrong.ProbeAccountAsync(Cancelled));
    }

    private static SmtpChannel ChannelTo(EngageSandbox sandbox, SmtpSecurity security, Func<SmtpOptions, SmtpOptions>? with = null)
    {
        var options = Options(sandbox, security);
        return new SmtpChannel(with is null ? options : with(options), TimeProvider.System, trust: (_, certificate, _, _) => certificate?.Subject == "CN=localhost");
    }

    private static SmtpOptions Options(EngageSandbox sandbox, SmtpSecurity security) => new()
    {
        Host = "127.0.0.1",
        Port = sandbox.SmtpPort,
        Security = security,
        Sender = "Casino <news@casino.example>",
        ReturnPath = "bounce+*@casino.example",
        CommandLimit = TimeSpan.FromSeconds(10),
    };
}

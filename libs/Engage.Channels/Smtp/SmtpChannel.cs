using System.Collections.Concurrent;
using System.Net.Security;

namespace Engage.Channels.Smtp;

/// <summary>Hands mail to one relay, one recipient per message, over a few connections that are kept.</summary>
public sealed class SmtpChannel : IChannel
{
    /// <summary>A message that takes longer stops counting against the normal connections, so that one slow relay answer cannot stop the others.</summary>
    private static readonly TimeSpan HandOffAfter = TimeSpan.FromSeconds(1);

    private const int SlowConnections = 32;

    private readonly SmtpOptions options;
    private readonly TimeProvider clock;
    private readonly RemoteCertificateValidationCallback? trust;
    private readonly EmailAddress sender;
    private readonly SemaphoreSlim connections;
    private readonly SemaphoreSlim slowConnections = new(SlowConnections);
    private readonly ConcurrentStack<SmtpSession> idle = new();

    /// <summary>Connects when first used.</summary>
    /// <exception cref="ArgumentException">The sender is no address.</exception>
    public SmtpChannel(SmtpOptions options, TimeProvider clock)
        : this(options, clock, trust: null)
    {
    }

    /// <param name="options">The relay.</param>
    /// <param name="clock">For limits and idle times.</param>
    /// <param name="trust">Decides on the relay's certificate instead of the system.</param>
    internal SmtpChannel(SmtpOptions options, TimeProvider clock, RemoteCertificateValidationCallback? trust)
    {
        ArgumentNullException.ThrowIfNull(options);
        (this.options, this.clock, this.trust) = (options, clock, trust);
        sender = EmailAddress.TryParse(options.Sender, out var address) ? address : throw new ArgumentException("The sender of an SMTP account is not an email address.", nameof(options));
        connections = new SemaphoreSlim(Math.Max(1, options.Connections));
    }

    /// <inheritdoc/>
    public string Provider => "smtp";

    /// <inheritdoc/>
    public TimeSpan ReconcileDelay => TimeSpan.Zero;

    /// <inheritdoc/>
    public async Task<SendReport> SendAsync(OutboundMessage message, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!EmailAddress.TryParse(message.Recipient, out var recipient)) return new(new Rejected("invalid_address", null, RejectedPart.Message));
        if (message.Text.Length == 0 && string.IsNullOrEmpty(message.Html)) return new(new Rejected("no_text", null, RejectedPart.Message));

        byte[] mail;
        try
        {
            mail = MimeWriter.Write(message, sender, recipient, options);
        }
        catch (ArgumentException)
        {
            return new(new Rejected("header_injection", null, RejectedPart.Message));
        }

        try
        {
            await connections.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new(new RetryAfter("cancelled", null, RetryCause.Throttled));
        }

        var verdict = await HandOffIfSlowAsync(SendAsync(recipient, mail, message.DeliveryId, cancellation)).ConfigureAwait(false);
        return new(SmtpClassifier.Classify(verdict, MimeWriter.MessageId(message, sender)));
    }

    /// <summary>A relay answers no questions about what it took.</summary>
    public Task<Reconciliation> ReconcileAsync(ReconcileQuery query, CancellationToken cancellation) => Task.FromResult<Reconciliation>(new CannotTell("no_records"));

    /// <inheritdoc/>
    public async Task<ProbeVerdict> ProbeAccountAsync(CancellationToken cancellation)
    {
        using var session = new SmtpSession(options, clock, trust);
        if (await session.OpenAsync(cancellation).ConfigureAwait(false) is { } failed)
            return SmtpClassifier.Classify(failed, "") is Misconfigured ? ProbeVerdict.Broken : ProbeVerdict.Unknown;

        var isAlive = await session.IsAliveAsync(cancellation).ConfigureAwait(false);
        await session.QuitAsync().ConfigureAwait(false);
        return isAlive ? ProbeVerdict.Healthy : ProbeVerdict.Unknown;
    }

    /// <summary>No relay can be asked about a mailbox without sending to it.</summary>
    public Task<ProbeVerdict> ProbeRecipientAsync(string recipient, RecipientPin? pin, CancellationToken cancellation) => Task.FromResult(ProbeVerdict.Unknown);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (idle.TryPop(out var session)) await CloseAsync(session).ConfigureAwait(false);
    }

    /// <summary>Waits for a send that holds a normal connection's place, and frees that place: at the end, or earlier for a slow place that is free.</summary>
    private async Task<SmtpVerdict> HandOffIfSlowAsync(Task<SmtpVerdict> sending)
    {
        using var done = new CancellationTokenSource();
        var isSlow = await Task.WhenAny(sending, Task.Delay(HandOffAfter, clock, done.Token)).ConfigureAwait(false) != sending && slowConnections.Wait(0, CancellationToken.None);
        if (isSlow) connections.Release();
        try
        {
            return await sending.ConfigureAwait(false);
        }
        finally
        {
            await done.CancelAsync().ConfigureAwait(false);
            (isSlow ? slowConnections : connections).Release();
        }
    }

    private async Task<SmtpVerdict> SendAsync(EmailAddress recipient, byte[] mail, string deliveryId, CancellationToken cancellation)
    {
        var from = options.ReturnPath?.Replace("*", deliveryId, StringComparison.Ordinal) ?? sender.Address;
        if (await TakeIdleAsync().ConfigureAwait(false) is { } kept)
        {
            var verdict = await SendOverAsync(kept, from, recipient.Address, mail, cancellation).ConfigureAwait(false);
            if (verdict is not { Reply: null or { Code: 421 }, Phase: SmtpPhase.Mail } || cancellation.IsCancellationRequested) return verdict;

            // The relay had closed the idle connection; nothing was said on it, so a new one may try.
        }

        var session = new SmtpSession(options, clock, trust);
        if (await session.OpenAsync(cancellation).ConfigureAwait(false) is { } failed)
        {
            session.Dispose();
            return failed;
        }

        return await SendOverAsync(session, from, recipient.Address, mail, cancellation).ConfigureAwait(false);
    }

    private async Task<SmtpVerdict> SendOverAsync(SmtpSession session, string from, string to, byte[] mail, CancellationToken cancellation)
    {
        var verdict = await session.SendAsync(from, to, mail, cancellation).ConfigureAwait(false);
        if (session.IsUsable) idle.Push(session);
        else session.Dispose();
        return verdict;
    }

    private async Task<SmtpSession?> TakeIdleAsync()
    {
        while (idle.TryPop(out var session))
        {
            if (clock.GetUtcNow() - session.LastUsedAt < options.IdleLimit) return session;
            await CloseAsync(session).ConfigureAwait(false);
        }

        return null;
    }

    private static async Task CloseAsync(SmtpSession session)
    {
        await session.QuitAsync().ConfigureAwait(false);
        session.Dispose();
    }
}

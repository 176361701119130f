using System.Globalization;
using System.Net.Security;
using System.Text;

namespace Engage.Channels.Smtp;

/// <summary>One session with a relay: opened once, then one message after another. Knows at each moment whether the relay may have taken the message.</summary>
internal sealed class SmtpSession(SmtpOptions options, TimeProvider clock, RemoteCertificateValidationCallback? trust) : IDisposable
{
    private SmtpWire? wire;
    private HashSet<string> capabilities = [];
    private long? sizeLimit;
    private SmtpPhase phase;

    /// <summary>Whether another message can follow.</summary>
    public bool IsUsable { get; private set; }

    public DateTimeOffset LastUsedAt { get; private set; }

    /// <returns>Null once the session is open.</returns>
    public async Task<SmtpVerdict?> OpenAsync(CancellationToken cancellation)
    {
        try
        {
            phase = SmtpPhase.Connect;
            wire = await SmtpWire.ConnectAsync(options.Host, options.Port, options.CommandLimit, clock, cancellation).ConfigureAwait(false);
            if (options.Security == SmtpSecurity.ImplicitTls) await wire.SecureAsync(options.Host, options.CommandLimit, trust, cancellation).ConfigureAwait(false);

            phase = SmtpPhase.Greeting;
            var greeting = await wire.ReadReplyAsync(options.CommandLimit, cancellation).ConfigureAwait(false);
            if (!greeting.IsPositive) return new(phase, greeting);

            var failed = await GreetAsync(cancellation).ConfigureAwait(false)
                ?? await SecureAsync(cancellation).ConfigureAwait(false)
                ?? await AuthenticateAsync(cancellation).ConfigureAwait(false);
            IsUsable = failed is null;
            LastUsedAt = clock.GetUtcNow();
            return failed;
        }
        catch (SmtpConnectionLostException lost)
        {
            return new(phase, null, lost.Fault);
        }
    }

    /// <summary>Hands one message over.</summary>
    /// <param name="from">Envelope sender.</param>
    /// <param name="to">Envelope recipient.</param>
    /// <param name="message">Header and body with CRLF line ends, not dot-stuffed.</param>
    /// <param name="cancellation">Gives up, in whatever phase.</param>
    public async Task<SmtpVerdict> SendAsync(string from, string to, byte[] message, CancellationToken cancellation)
    {
        IsUsable = false;
        try
        {
            phase = SmtpPhase.Mail;
            if (message.Length > sizeLimit) return Usable(new(phase, new SmtpReply(552, "5.3.4", "larger than the relay announced to take")));

            var size = sizeLimit is null ? "" : string.Create(CultureInfo.InvariantCulture, $" SIZE={message.Length}");
            var reply = await CommandAsync($"MAIL FROM:<{from}>{size}", cancellation).ConfigureAwait(false);
            if (!reply.IsPositive) return await ResetAsync(reply, cancellation).ConfigureAwait(false);

            phase = SmtpPhase.Recipient;
            reply = await CommandAsync($"RCPT TO:<{to}>", cancellation).ConfigureAwait(false);
            if (!reply.IsPositive) return await ResetAsync(reply, cancellation).ConfigureAwait(false);

            phase = SmtpPhase.Data;
            reply = await CommandAsync("DATA", cancellation).ConfigureAwait(false);
            if (reply.Code != 354) return await ResetAsync(reply, cancellation).ConfigureAwait(false);

            phase = SmtpPhase.Body;
            await wire!.WriteAsync(DotStuffing.Apply(message), options.CommandLimit * 4, cancellation).ConfigureAwait(false);
            phase = SmtpPhase.FinalDot;
            reply = await CommandAsync(".", cancellation).ConfigureAwait(false);
            return reply.Code == 421 ? new(phase, reply) : Usable(new(phase, reply));
        }
        catch (SmtpConnectionLostException lost)
        {
            return new(phase, null, lost.Fault);
        }
    }

    /// <summary>Asks the relay for a sign of life, and whether the login still holds.</summary>
    public async Task<bool> IsAliveAsync(CancellationToken cancellation)
    {
        try
        {
            return (await CommandAsync("NOOP", cancellation).ConfigureAwait(false)).IsPositive;
        }
        catch (SmtpConnectionLostException)
        {
            return false;
        }
    }

    /// <summary>Says goodbye where that is possible. What was taken before stays taken, whatever the relay answers.</summary>
    public async Task QuitAsync()
    {
        if (!IsUsable || wire is null) return;
        try
        {
            await wire.WriteLineAsync("QUIT", TimeSpan.FromSeconds(1), default).ConfigureAwait(false);
        }
        catch (SmtpConnectionLostException)
        {
            IsUsable = false;
        }
    }

    public void Dispose() => wire?.Dispose();

    private async Task<SmtpVerdict?> GreetAsync(CancellationToken cancellation)
    {
        phase = SmtpPhase.Hello;
        var reply = await CommandAsync($"EHLO {options.HelloName}", cancellation).ConfigureAwait(false);
        if (!reply.IsPositive) return new(phase, reply);

        var lines = reply.Text.Split('\n').Skip(1).ToArray();
        capabilities = lines.Select(line => line.Split(' ')[0].ToUpperInvariant()).ToHashSet(StringComparer.Ordinal);
        var mechanisms = lines.FirstOrDefault(line => line.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase))?.ToUpperInvariant().Split(' ', '=') ?? [];
        foreach (var mechanism in mechanisms) capabilities.Add("AUTH " + mechanism);
        var size = lines.FirstOrDefault(line => line.StartsWith("SIZE ", StringComparison.OrdinalIgnoreCase));
        sizeLimit = long.TryParse(size?[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 ? limit : null;
        return null;
    }

    private async Task<SmtpVerdict?> SecureAsync(CancellationToken cancellation)
    {
        if (options.Security != SmtpSecurity.StartTls) return null;
        phase = SmtpPhase.Secure;
        if (!capabilities.Contains("STARTTLS")) return new(phase, null, "tls_not_offered");

        var reply = await CommandAsync("STARTTLS", cancellation).ConfigureAwait(false);
        if (!reply.IsPositive) return new(phase, reply);
        await wire!.SecureAsync(options.Host, options.CommandLimit, trust, cancellation).ConfigureAwait(false);
        return await GreetAsync(cancellation).ConfigureAwait(false); // What was announced before TLS counts for nothing (RFC 3207 §4.2).
    }

    private async Task<SmtpVerdict?> AuthenticateAsync(CancellationToken cancellation)
    {
        if (options.User is not { } user) return null;
        phase = SmtpPhase.Authenticate;
        if (!wire!.IsSecured && !IsLoopback()) return new(phase, null, "password_without_tls");

        var password = options.Password ?? "";
        SmtpReply reply;
        if (capabilities.Contains("AUTH PLAIN"))
        {
            reply = await CommandAsync("AUTH PLAIN " + Base64($"\0{user}\0{password}"), cancellation).ConfigureAwait(false);
        }
        else if (capabilities.Contains("AUTH LOGIN"))
        {
            reply = await CommandAsync("AUTH LOGIN", cancellation).ConfigureAwait(false);
            if (reply.Code == 334) reply = await CommandAsync(Base64(user), cancellation).ConfigureAwait(false);
            if (reply.Code == 334) reply = await CommandAsync(Base64(password), cancellation).ConfigureAwait(false);
        }
        else
        {
            return new(phase, null, "authentication_not_offered");
        }

        return reply.Code == 235 ? null : new(phase, reply);
    }

    private async Task<SmtpReply> CommandAsync(string command, CancellationToken cancellation)
    {
        await wire!.WriteLineAsync(command, options.CommandLimit, cancellation).ConfigureAwait(false);
        return await wire.ReadReplyAsync(phase == SmtpPhase.FinalDot ? options.FinalReplyLimit : options.CommandLimit, cancellation).ConfigureAwait(false);
    }

    /// <summary>Clears the refused transaction, so that the session can go on; the verdict stands whatever RSET brings.</summary>
    private async Task<SmtpVerdict> ResetAsync(SmtpReply refusal, CancellationToken cancellation)
    {
        var verdict = new SmtpVerdict(phase, refusal);
        if (refusal.Code == 421) return verdict;
        try
        {
            var reply = await CommandAsync("RSET", cancellation).ConfigureAwait(false);
            return reply.IsPositive ? Usable(verdict) : verdict;
        }
        catch (SmtpConnectionLostException)
        {
            return verdict;
        }
    }

    private SmtpVerdict Usable(SmtpVerdict verdict)
    {
        (IsUsable, LastUsedAt) = (true, clock.GetUtcNow());
        return verdict;
    }

    private bool IsLoopback() => options.Host is "localhost" || (System.Net.IPAddress.TryParse(options.Host, out var address) && System.Net.IPAddress.IsLoopback(address));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

using System.Text;
using Engage.Sandbox.Faults;

namespace Engage.Sandbox.Smtp;

/// <summary>One SMTP session (RFC 5321) from greeting to QUIT.</summary>
internal sealed class SmtpSession(SmtpConnection connection, SandboxOptions options, Mailbox mailbox, FaultPlan faults)
{
    private readonly List<string> recipients = [];
    private string? sender;
    private bool authenticated = options.SmtpCredentials is null;

    public async Task RunAsync()
    {
        if (await MeetsFaultAsync("connect").ConfigureAwait(false)) return;
        await connection.WriteAsync("220 sandbox.example ESMTP Engage sandbox").ConfigureAwait(false);

        while (await connection.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            var verb = line.Split(' ')[0].ToUpperInvariant();
            if (verb == "QUIT")
            {
                await connection.WriteAsync("221 2.0.0 Bye").ConfigureAwait(false);
                return;
            }

            if (!await AnswerAsync(verb, line).ConfigureAwait(false)) return;
        }
    }

    /// <returns>False if the session is over.</returns>
    private Task<bool> AnswerAsync(string verb, string line) => verb switch
    {
        "EHLO" => HelloAsync(),
        "HELO" => ReplyAsync("250 sandbox.example"),
        "STARTTLS" => StartTlsAsync(),
        "AUTH" => AuthenticateAsync(line),
        "MAIL" => MailAsync(line),
        "RCPT" => RecipientAsync(line),
        "DATA" => DataAsync(),
        "RSET" => ResetAsync(),
        "NOOP" => ReplyAsync("250 2.0.0 OK"),
        _ => ReplyAsync("500 5.5.2 Command not recognised"),
    };

    private async Task<bool> HelloAsync()
    {
        if (await MeetsFaultAsync("hello").ConfigureAwait(false)) return true;
        var capabilities = new List<string> { "sandbox.example", $"SIZE {options.SmtpMaxMessageBytes}", "8BITMIME", "PIPELINING", "ENHANCEDSTATUSCODES" };
        if (!connection.Secured) capabilities.Add("STARTTLS");
        if (options.SmtpCredentials is not null) capabilities.Add("AUTH PLAIN LOGIN");
        return await ReplyAsync(string.Join("\r\n", capabilities.Select((name, i) => (i == capabilities.Count - 1 ? "250 " : "250-") + name))).ConfigureAwait(false);
    }

    private async Task<bool> StartTlsAsync()
    {
        if (connection.Secured) return await ReplyAsync("503 5.5.1 Already secured").ConfigureAwait(false);
        await connection.WriteAsync("220 2.0.0 Ready").ConfigureAwait(false);
        await connection.StartTlsAsync().ConfigureAwait(false);
        (sender, authenticated) = (null, options.SmtpCredentials is null);
        recipients.Clear();
        return true;
    }

    private async Task<bool> AuthenticateAsync(string line)
    {
        if (options.SmtpCredentials is not { } wanted) return await ReplyAsync("503 5.5.1 No authentication here").ConfigureAwait(false);

        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (user, password) = words.Length > 1 && words[1].Equals("LOGIN", StringComparison.OrdinalIgnoreCase)
            ? (await AskAsync("VXNlcm5hbWU6").ConfigureAwait(false), await AskAsync("UGFzc3dvcmQ6").ConfigureAwait(false))
            : Plain(words.Length > 2 ? Decode(words[2]) : await AskAsync("").ConfigureAwait(false));
        if (await MeetsFaultAsync("auth").ConfigureAwait(false)) return true;

        authenticated = user == wanted.User && password == wanted.Password;
        return await ReplyAsync(authenticated ? "235 2.7.0 Welcome" : "535 5.7.8 Authentication credentials invalid").ConfigureAwait(false);
    }

    private async Task<bool> MailAsync(string line)
    {
        if (!authenticated) return await ReplyAsync("530 5.7.0 Authentication required").ConfigureAwait(false);
        if (await MeetsFaultAsync("mail", Address(line)).ConfigureAwait(false)) return true;
        sender = Address(line);
        recipients.Clear();
        return await ReplyAsync("250 2.1.0 Sender OK").ConfigureAwait(false);
    }

    private async Task<bool> RecipientAsync(string line)
    {
        if (sender is null) return await ReplyAsync("503 5.5.1 MAIL first").ConfigureAwait(false);
        var recipient = Address(line);
        if (await MeetsFaultAsync("rcpt", recipient).ConfigureAwait(false)) return true;
        if (!recipient.Contains('@', StringComparison.Ordinal)) return await ReplyAsync("553 5.1.3 Bad destination address").ConfigureAwait(false);
        if (mailbox.MustWait(sender, recipient)) return await ReplyAsync("451 4.7.1 Greylisted, try again later").ConfigureAwait(false);
        recipients.Add(recipient);
        return await ReplyAsync("250 2.1.5 Recipient OK").ConfigureAwait(false);
    }

    private async Task<bool> DataAsync()
    {
        if (recipients.Count == 0) return await ReplyAsync("503 5.5.1 RCPT first").ConfigureAwait(false);
        if (await MeetsFaultAsync("data", [.. recipients]).ConfigureAwait(false)) return true;
        await connection.WriteAsync("354 End data with <CR><LF>.<CR><LF>").ConfigureAwait(false);
        if (await ReadMessageAsync().ConfigureAwait(false) is not { } raw) return false;

        var announced = mailbox.Announce(raw);
        var fault = faults.Next("email", "dot", [.. recipients]);
        if (fault is { AcceptsFirst: true }) mailbox.Store(sender!, [.. recipients], raw, connection.Secured, announced);
        if (fault is not null && await MeetAsync(fault).ConfigureAwait(false)) return !fault.Hang;

        if (raw.Length > options.SmtpMaxMessageBytes) return await ReplyAsync("552 5.3.4 Message too big").ConfigureAwait(false);
        var mail = mailbox.Store(sender!, [.. recipients], raw, connection.Secured, announced);
        sender = null;
        return await ReplyAsync($"250 2.0.0 Queued as {mail.QueueId}").ConfigureAwait(false);
    }

    private async Task<bool> ResetAsync()
    {
        sender = null;
        recipients.Clear();
        return await ReplyAsync("250 2.0.0 OK").ConfigureAwait(false);
    }

    private async Task<string?> ReadMessageAsync()
    {
        var message = new StringBuilder();
        while (await connection.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (line == ".") return message.ToString();
            message.Append(line.StartsWith('.') ? line.AsSpan(1) : line).Append("\r\n");
        }

        return null;
    }

    private async Task<bool> MeetsFaultAsync(string step, params string[] names) =>
        faults.Next("email", step, names) is { } fault && await MeetAsync(fault).ConfigureAwait(false);

    /// <returns>False if the fault only delayed the step.</returns>
    private async Task<bool> MeetAsync(FaultEffect fault)
    {
        if (fault.DelayMs is { } delayMs) await Task.Delay(delayMs, connection.Stopping).ConfigureAwait(false);
        if (fault.OnlyDelays) return false;

        if (fault.Hang) await connection.ReadLineAsync().ConfigureAwait(false); // Until the client gives up.
        else if (fault.Reset is not null) connection.Reset();
        else await connection.WriteAsync($"{fault.Status ?? 451} {fault.Error ?? ((fault.Status ?? 451) >= 500 ? "5.0.0" : "4.0.0")} {fault.Body ?? "A fault rule answered"}").ConfigureAwait(false);
        return true;
    }

    private async Task<bool> ReplyAsync(string reply)
    {
        await connection.WriteAsync(reply).ConfigureAwait(false);
        return true;
    }

    private async Task<string> AskAsync(string prompt)
    {
        await connection.WriteAsync("334 " + prompt).ConfigureAwait(false);
        return Decode(await connection.ReadLineAsync().ConfigureAwait(false) ?? "");
    }

    private static (string User, string Password) Plain(string response) => response.Split('\0') is [_, var user, var password] ? (user, password) : ("", "");

    private static string Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }

    private static string Address(string line)
    {
        var (open, close) = (line.IndexOf('<', StringComparison.Ordinal), line.IndexOf('>', StringComparison.Ordinal));
        return open >= 0 && close > open ? line[(open + 1)..close] : "";
    }
}

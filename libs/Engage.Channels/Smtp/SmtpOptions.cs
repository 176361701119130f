namespace Engage.Channels.Smtp;

/// <summary>One relay that takes our mail.</summary>
public sealed record SmtpOptions
{
    public required string Host { get; init; }

    /// <summary>587 with STARTTLS, 465 with implicit TLS, 25 in one's own network.</summary>
    public int Port { get; init; } = 587;

    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTls;

    /// <summary>Login name; null: no authentication.</summary>
    public string? User { get; init; }

    /// <summary>Used with <see cref="User"/>; never sent over a connection without TLS, loopback excepted.</summary>
    public string? Password { get; init; }

    /// <summary>The From address, with a name if wanted: <c>Casino &lt;news@casino.example&gt;</c>.</summary>
    public required string Sender { get; init; }

    /// <summary>Where bounces go; a <c>*</c> in it becomes the delivery id, so that a bounce tells its message. Null: the sender.</summary>
    public string? ReturnPath { get; init; }

    /// <summary>Link by which a player leaves the list, as List-Unsubscribe; a <c>*</c> in it becomes the delivery id. Null: none.</summary>
    public string? UnsubscribeLink { get; init; }

    /// <summary>The name we greet with.</summary>
    public string HelloName { get; init; } = "localhost";

    /// <summary>Connections open at the same time, 1 or more.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>Connecting, and each command.</summary>
    public TimeSpan CommandLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Wait for the last reply. RFC 5321 §4.5.3.2.6 asks for ten minutes, since giving up earlier makes duplicates.</summary>
    public TimeSpan FinalReplyLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an unused connection is kept.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public override string ToString() => $"SMTP at {Host}:{Port}";
}

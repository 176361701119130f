namespace Engage.Sandbox;

/// <summary>What a <see cref="EngageSandbox"/> listens on, which credentials it accepts, and how strict its emulated providers are.</summary>
public sealed record SandboxOptions
{
    /// <summary>Loopback TCP port of the HTTP emulators and the admin API, 0–65535; 0 takes a free port.</summary>
    public int HttpPort { get; init; }

    /// <summary>Loopback TCP port of the SMTP sink (plain, STARTTLS offered), 0–65535; 0 takes a free port.</summary>
    public int SmtpPort { get; init; }

    /// <summary>Bearer token that the Slack emulator accepts; null makes a random one.</summary>
    public string? SlackToken { get; init; }

    /// <summary>Twilio account id, <c>AC</c> and 32 hex digits; null makes a random one.</summary>
    public string? TwilioSid { get; init; }

    /// <summary>Twilio auth token, also the key of callback signatures; null makes a random one.</summary>
    public string? TwilioToken { get; init; }

    /// <summary>Bearer token the platform emulator demands; null lets every request in.</summary>
    public string? PlatformToken { get; init; }

    /// <summary>User name and password the SMTP sink accepts; null offers no AUTH and lets every client send.</summary>
    public SmtpCredentials? SmtpCredentials { get; init; }

    /// <summary>
    /// Slack recipients that exist at start, by the name a rule would use: <c>#channel</c> is a public channel with the bot in it,
    /// <c>@name</c> a person, <c>name@host</c> a person with that email address.
    /// </summary>
    public IReadOnlyList<string> SlackRecipients { get; init; } = [];

    /// <summary>Least time between two posts in one Slack channel once its burst is spent; Slack's is 1 s, zero switches the limit off.</summary>
    public TimeSpan SlackPostInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Posts a quiet Slack channel takes at once, at least 1.</summary>
    public int SlackPostBurst { get; init; } = 1;

    /// <summary>Whether Slack's per-method limits of requests per minute hold.</summary>
    public SlackTierLimits SlackTierLimits { get; init; } = SlackTierLimits.Enforced;

    /// <summary>Twilio requests handled at the same time before 20429 is answered; 0 means no limit.</summary>
    public int TwilioConcurrency { get; init; }

    /// <summary>SMS segments per second that one sender drains from its queue (10 h long, then 21611); 0 means no limit.</summary>
    public double TwilioSegmentsPerSecond { get; init; }

    /// <summary>How long the SMTP sink answers 451 4.7.1 to a (sender, recipient) pair it has not seen before; zero switches greylisting off.</summary>
    public TimeSpan SmtpGreylisting { get; init; }

    /// <summary>Largest message the SMTP sink takes, in bytes; announced in EHLO.</summary>
    public int SmtpMaxMessageBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Seed of everything random in the emulators: fault probabilities and made-up ids.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Clock of rate limits, timestamps and greylisting.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

namespace Engage.Dispatcher;

/// <summary>Accounts used where no channel account or endpoint is defined: the section <c>Channels</c>. An account without its address or token is absent.</summary>
internal sealed class ChannelsOptions
{
    public SlackAccountOptions Slack { get; set; } = new();

    public TwilioAccountOptions Twilio { get; set; } = new();

    public SmtpAccountOptions Smtp { get; set; } = new();

    public PlatformOptions Platform { get; set; } = new();

    /// <summary>Whether endpoints may lie in our own network (loopback, private addresses). False by default, since definitions name their addresses.</summary>
    public bool AllowPrivateEndpoints { get; set; }

    /// <summary>Country code, digits only, of phone numbers written without one; null: such numbers are refused.</summary>
    public string? DefaultCountryCode { get; set; }

    /// <summary>Least time between two messages in one Slack channel; Slack allows one a second.</summary>
    public TimeSpan SlackMessageInterval { get; set; } = TimeSpan.FromSeconds(1);

}

/// <inheritdoc cref="Channels.Slack.SlackOptions"/>
internal sealed class SlackAccountOptions
{
    public Uri Address { get; set; } = new("https://slack.com/api/");

    /// <summary>Bot token; null: no Slack account.</summary>
    public string? Token { get; set; }
}

/// <inheritdoc cref="Channels.Twilio.TwilioOptions"/>
internal sealed class TwilioAccountOptions
{
    public Uri Address { get; set; } = new("https://api.twilio.com/2010-04-01/");

    /// <summary>Account id; null: no SMS account.</summary>
    public string? AccountSid { get; set; }

    public string AuthToken { get; set; } = "";

    public string Sender { get; set; } = "";

    public Uri? StatusCallback { get; set; }

    /// <summary>How long to wait before the list shows a message that ended without an answer.</summary>
    public TimeSpan ReconcileDelay { get; set; } = TimeSpan.FromSeconds(60);
}

/// <inheritdoc cref="Channels.Smtp.SmtpOptions"/>
internal sealed class SmtpAccountOptions
{
    /// <summary>Null: no mail account.</summary>
    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public Channels.Smtp.SmtpSecurity Security { get; set; } = Channels.Smtp.SmtpSecurity.StartTls;

    public string? User { get; set; }

    public string? Password { get; set; }

    public string Sender { get; set; } = "";

    public string? ReturnPath { get; set; }

    public string? UnsubscribeLink { get; set; }
}

/// <summary>The operator's platform.</summary>
internal sealed class PlatformOptions
{
    /// <summary>Called for every platform action; null: actions are delivered as their results alone.</summary>
    public Uri? Address { get; set; }

    public string? Token { get; set; }
}

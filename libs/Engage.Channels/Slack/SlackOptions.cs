namespace Engage.Channels.Slack;

/// <summary>One Slack workspace, by its bot token.</summary>
public sealed record SlackOptions
{
    /// <summary>Base of the Web API, with a slash at the end.</summary>
    public Uri Address { get; init; } = new("https://slack.com/api/");

    /// <summary>Bot token; scopes: chat:write, channels:read, groups:read, users:read, users:read.email, im:write, and channels:history or groups:history to reconcile.</summary>
    public required string Token { get; init; }

    /// <summary>From connecting to the last byte of an answer.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest text taken, in characters, up to Slack's 40,000; longer ones are refused, not cut.</summary>
    public int TextLimit { get; init; } = 4_000;

    /// <summary>How long to wait before history shows a post that ended without an answer.</summary>
    public TimeSpan ReconcileDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Least time between two readings of all channels or people, whoever asks.</summary>
    public TimeSpan ListingInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Age from which a listing is read again before a name is looked up in it.</summary>
    public TimeSpan ListingMaxAge { get; init; } = TimeSpan.FromMinutes(15);

    /// <inheritdoc/>
    public override string ToString() => $"Slack at {Address}";
}

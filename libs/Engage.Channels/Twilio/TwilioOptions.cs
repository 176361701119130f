namespace Engage.Channels.Twilio;

/// <summary>One Twilio account with one sender.</summary>
public sealed record TwilioOptions
{
    /// <summary>Base of the API with its version, with a slash at the end.</summary>
    public Uri Address { get; init; } = new("https://api.twilio.com/2010-04-01/");

    /// <summary>Account id, <c>AC…</c>.</summary>
    public required string AccountSid { get; init; }

    /// <summary>Auth token, or the secret of an API key.</summary>
    public required string AuthToken { get; init; }

    /// <summary>User name of an API key, <c>SK…</c>; null: the account id.</summary>
    public string? KeySid { get; init; }

    /// <summary>A number in E.164, an alphanumeric sender, or a messaging service <c>MG…</c>.</summary>
    public required string Sender { get; init; }

    /// <summary>Where Twilio reports later states; the delivery's mark is added to its query. Null: no reports, and a delivery is recognised by its text alone.</summary>
    public Uri? StatusCallback { get; init; }

    /// <summary>From connecting to the last byte of an answer.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before the list shows a message that ended without an answer.</summary>
    public TimeSpan ReconcileDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public override string ToString() => $"Twilio at {Address}";
}

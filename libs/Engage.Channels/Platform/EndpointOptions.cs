namespace Engage.Channels.Platform;

/// <summary>An HTTP target that takes actions or webhooks as JSON, each with an idempotency key.</summary>
public sealed record EndpointOptions
{
    /// <summary>platform or webhook: how results name it.</summary>
    public required string Provider { get; init; }

    /// <summary>Called as it is, by POST.</summary>
    public required Uri Address { get; init; }

    /// <summary>Bearer token; null: none is sent.</summary>
    public string? Token { get; init; }

    /// <summary>Which addresses may be connected to.</summary>
    public NetworkReach Reach { get; init; } = NetworkReach.PublicOnly;

    /// <summary>From connecting to the last byte of an answer.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string ToString() => $"{Provider} at {Address.GetLeftPart(UriPartial.Path)}";
}

namespace Engage.Channels;

/// <summary>One message or platform call, ready to leave.</summary>
/// <remarks>Holds contact points and bodies: never write it to a log.</remarks>
public sealed record OutboundMessage
{
    /// <summary>Identity of the delivery; travels with the message where the channel can carry a mark.</summary>
    public required string DeliveryId { get; init; }

    /// <summary>Idempotency key of platform calls and webhooks.</summary>
    public required string ActionId { get; init; }

    public required string PlayerId { get; init; }

    /// <summary>As the rule or the profile names it: Slack id, name or address, E.164 number, email address; the player for the platform.</summary>
    public required string Recipient { get; init; }

    /// <summary>What the recipient was resolved to before; null before the first contact. Wins over a name that meanwhile belongs to another.</summary>
    public RecipientPin? Pin { get; init; }

    /// <summary>Email only.</summary>
    public string? Subject { get; init; }

    /// <summary>Plain text, already escaped for its channel; the JSON body for the platform and webhooks.</summary>
    public required string Text { get; init; }

    /// <summary>Email only; null for plain mail.</summary>
    public string? Html { get; init; }

    /// <summary>Who reads it.</summary>
    public required Audience Audience { get; init; }

    /// <summary>Attempt number from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Start of the first attempt; the Date of a mail.</summary>
    public required DateTimeOffset FirstAttemptAt { get; init; }

    /// <summary>When it is worth nothing any more; null: never. Passed on where the provider queues.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"delivery {DeliveryId}, attempt {Attempt}";
}

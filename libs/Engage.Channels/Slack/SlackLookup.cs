namespace Engage.Channels.Slack;

/// <summary>What a name stands for: a pin, or why there is none.</summary>
internal readonly record struct SlackLookup(RecipientPin? Pin, DeliveryOutcome? Failure)
{
    public static implicit operator SlackLookup(RecipientPin pin) => new(pin, null);

    public static implicit operator SlackLookup(DeliveryOutcome failure) => new(null, failure);

    public static SlackLookup NotFound(string error, string? hint = null) => new Rejected(error, error, RejectedPart.Recipient, hint ?? SlackHints.For(error));
}

namespace Engage.Channels.Tests;

/// <summary>Messages as the dispatcher would hand them over.</summary>
internal static class Messages
{
    public static readonly DateTimeOffset Nine = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    public static OutboundMessage To(string recipient, string text = "Failed deposit: p1", string delivery = "d-1") => new()
    {
        DeliveryId = delivery,
        ActionId = "a-1",
        PlayerId = "p1",
        Recipient = recipient,
        Text = text,
        Audience = Audience.Internal,
        FirstAttemptAt = Nine,
    };
}

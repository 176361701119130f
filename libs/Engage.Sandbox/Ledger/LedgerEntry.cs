namespace Engage.Sandbox.Ledger;

/// <summary>One message or reward that an emulated provider accepted.</summary>
/// <param name="Id">The provider's id: Slack channel and ts, Twilio SID, SMTP queue id, or the platform's grant id.</param>
/// <param name="Kind"><c>slack</c>, <c>sms</c>, <c>email</c> or <c>platform</c>.</param>
/// <param name="Recipient">Recipient as resolved: Slack id, number, address, player or webhook name.</param>
/// <param name="RecipientNamed">Recipient as people name it at that moment: <c>#channel</c>, <c>@person</c>, number, address.</param>
/// <param name="Player">Player the sender named; null where it named none.</param>
/// <param name="DeliveryMark">The sender's delivery id; null where the request carried none.</param>
/// <param name="Text">What the recipient reads; for the platform, the action's type.</param>
/// <param name="AcceptedAt">When the provider took it.</param>
/// <param name="Attempt">How many requests with this delivery mark the provider had seen, this one included; 1 without a mark.</param>
public sealed record LedgerEntry(
    string Id,
    string Kind,
    string Recipient,
    string RecipientNamed,
    string? Player,
    string? DeliveryMark,
    string Text,
    DateTimeOffset AcceptedAt,
    int Attempt);

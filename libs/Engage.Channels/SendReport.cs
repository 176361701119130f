namespace Engage.Channels;

/// <summary>One attempt's outcome, with what was learnt of the recipient on the way.</summary>
/// <param name="Outcome">What to make of it.</param>
/// <param name="Pin">Whom the message went or would have gone to; null where the channel resolves nothing or found nobody.</param>
public sealed record SendReport(DeliveryOutcome Outcome, RecipientPin? Pin = null);

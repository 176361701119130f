namespace Engage.Channels;

/// <summary>What to look for in a provider's records.</summary>
/// <param name="Message">The message as it was attempted.</param>
/// <param name="AttemptedAt">When the attempt began; the look-up starts a little earlier, for clocks that differ.</param>
/// <param name="KnownMessageIds">Provider ids of other messages recently delivered to the recipient; they are not this one.</param>
public sealed record ReconcileQuery(OutboundMessage Message, DateTimeOffset AttemptedAt, IReadOnlyCollection<string> KnownMessageIds);

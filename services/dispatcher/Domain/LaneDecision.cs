using Engage.Channels;

namespace Engage.Dispatcher.Domain;

/// <summary>What happens to a lane and the message in front of it after an attempt. A closed hierarchy.</summary>
internal abstract record LaneDecision;

/// <summary>The message is at its end; the next one follows.</summary>
internal sealed record EndMessage(string Status, string? Reason) : LaneDecision;

/// <summary>The message stays in front and is tried again.</summary>
/// <param name="AtMicros">When.</param>
/// <param name="State">Throttled or backing off.</param>
/// <param name="Reason">Why it waits.</param>
/// <param name="CountsAsFailure">Whether it brings quarantine nearer.</param>
internal sealed record TryAgain(long AtMicros, LaneState State, string Reason, bool CountsAsFailure) : LaneDecision;

/// <summary>The message stays in front, and the lane stands still.</summary>
internal sealed record StopLane(string Reason, string? Hint) : LaneDecision;

/// <summary>The message stays in front until the provider's records have been read.</summary>
internal sealed record AskRecords(long AtMicros, string Reason) : LaneDecision;

/// <summary>The message stays in front; nobody's messages of this account go out until it works again.</summary>
internal sealed record StopAccount(FailureScope Scope, string Reason, string? Hint) : LaneDecision;

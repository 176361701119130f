namespace Engage.Channels;

/// <summary>What the sender should make of one attempt. A closed hierarchy: switch over it with a default arm that throws.</summary>
/// <param name="Reason">Stable lower_snake_case code, fit for results and metrics.</param>
/// <param name="ProviderCode">The provider's own code as it came, e.g. <c>21610</c> or <c>550 5.1.1</c>; null where it gave none.</param>
public abstract record DeliveryOutcome(string Reason, string? ProviderCode);

/// <summary>The provider took the message.</summary>
/// <param name="MessageId">The provider's id: Slack channel and ts, Twilio SID, SMTP Message-ID; the idempotency key for the platform.</param>
/// <param name="Acceptance">Whether anything may follow.</param>
public sealed record Delivered(string MessageId, Acceptance Acceptance) : DeliveryOutcome("delivered", null)
{
    /// <summary>What the provider said beside the id: SMTP's queue reply. Null where it said nothing.</summary>
    public string? Detail { get; init; }

    /// <summary>deduct_points: points that the platform could not take; null where it did not say.</summary>
    public decimal? Shortfall { get; init; }
}

/// <summary>Certainly not taken, and worth another attempt.</summary>
/// <param name="Reason">As in the base.</param>
/// <param name="ProviderCode">As in the base.</param>
/// <param name="Cause">Decides whether the attempt counts and how many may follow.</param>
/// <param name="Scope">Whom the wait concerns.</param>
/// <param name="Delay">Wait the provider asked for, above zero, at most an hour; null: the channel's own back-off.</param>
public sealed record RetryAfter(string Reason, string? ProviderCode, RetryCause Cause, FailureScope Scope = FailureScope.Lane, TimeSpan? Delay = null)
    : DeliveryOutcome(Reason, ProviderCode);

/// <summary>Refused for good: the same message to the same recipient would be refused again.</summary>
/// <param name="Reason">As in the base.</param>
/// <param name="ProviderCode">As in the base.</param>
/// <param name="Part">Whether other messages to the recipient would fare better.</param>
/// <param name="Hint">What an operator can do, one sentence without customer data; null where the reason says it all.</param>
public sealed record Rejected(string Reason, string? ProviderCode, RejectedPart Part, string? Hint = null) : DeliveryOutcome(Reason, ProviderCode);

/// <summary>Refused because of our account, sender or settings: not taken, no recipient at fault, ours to mend.</summary>
/// <param name="Reason">As in the base.</param>
/// <param name="ProviderCode">As in the base.</param>
/// <param name="Scope">How far the fault reaches.</param>
/// <param name="Hint">As in <see cref="Rejected"/>.</param>
public sealed record Misconfigured(string Reason, string? ProviderCode, FailureScope Scope = FailureScope.Account, string? Hint = null)
    : DeliveryOutcome(Reason, ProviderCode);

/// <summary>Perhaps taken: the request left, and no answer tells. A blind retry can send twice; reconcile first.</summary>
public sealed record Uncertain(string Reason, string? ProviderCode = null) : DeliveryOutcome(Reason, ProviderCode);

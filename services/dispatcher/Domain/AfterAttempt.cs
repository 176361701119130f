using System.Diagnostics;
using Engage.Channels;

namespace Engage.Dispatcher.Domain;

/// <summary>Decides what follows an attempt. Pure.</summary>
internal static class AfterAttempt
{
    /// <summary>Share of a provider's wait that is added at most, so that lanes limited together do not return together.</summary>
    private const double ThrottleJitter = 0.1;

    public static LaneDecision Decide(DeliveryOutcome outcome, AttemptFacts facts, RetryPolicy policy) => outcome switch
    {
        Delivered { Acceptance: Acceptance.Final } => new EndMessage(DeliveryStatus.Delivered, null),
        Delivered => new EndMessage(DeliveryStatus.Accepted, null),
        Rejected { Reason: "expired" } => new EndMessage(DeliveryStatus.Expired, "expires_after"),
        Rejected { Part: RejectedPart.Message or RejectedPart.MessageByOurFault } refused => new EndMessage(DeliveryStatus.FailedMessage, refused.Reason),
        Rejected { Part: RejectedPart.OptedOutRecipient } refused => new EndMessage(DeliveryStatus.Suppressed, refused.Reason),
        Rejected refused => new StopLane(refused.Reason, refused.Hint),
        Misconfigured ours => new StopAccount(ours.Scope, ours.Reason, ours.Hint),
        RetryAfter { Cause: RetryCause.Throttled } limited => Throttle(limited, facts, policy),
        RetryAfter { Cause: RetryCause.Transient } failed => BackOff(failed, facts, policy),
        RetryAfter { Cause: RetryCause.Unrecognised } refused => Unrecognised(refused, facts, policy),
        Uncertain unclear => new AskRecords(facts.NowMicros + Micros(facts.ReconcileDelay), unclear.Reason),
        _ => throw new UnreachableException($"Nothing follows the outcome {outcome.GetType().Name}."),
    };

    /// <summary>Decides what follows a reading of the provider's records.</summary>
    /// <param name="tries">Readings so far, this one included.</param>
    public static LaneDecision Decide(Reconciliation found, int tries, AttemptFacts facts, RetryPolicy policy) => found switch
    {
        FoundSent => new EndMessage(DeliveryStatus.Delivered, "found_in_records"),
        NotSent => new TryAgain(facts.NowMicros, LaneState.BackingOff, "not_in_records", CountsAsFailure: true),
        CannotTell closed => new EndMessage(DeliveryStatus.Unknown, closed.Reason),
        AskAgain later when tries >= policy.ReconcileTries => new EndMessage(DeliveryStatus.Unknown, later.Reason),
        AskAgain later => new AskRecords(facts.NowMicros + Micros(later.Delay ?? policy.WaitAfter(tries, facts.Chance)), later.Reason),
        _ => throw new UnreachableException($"Nothing follows the reconciliation {found.GetType().Name}."),
    };

    private static TryAgain Throttle(RetryAfter limited, AttemptFacts facts, RetryPolicy policy)
    {
        var wait = limited.Delay ?? policy.WaitAfter(1, facts.Chance);
        return new(facts.NowMicros + Micros(wait + wait * ThrottleJitter * facts.Chance), LaneState.Throttled, limited.Reason, CountsAsFailure: false);
    }

    private static LaneDecision BackOff(RetryAfter failed, AttemptFacts facts, RetryPolicy policy)
    {
        var failures = facts.Failures + 1;
        var isLong = facts.FirstFailureMicros > 0 && facts.NowMicros - facts.FirstFailureMicros >= Micros(policy.QuarantineAfter);
        if (failures >= policy.QuarantineFailures && isLong) return new StopLane(failed.Reason, "It has failed for a long time. Look at the provider, then release the lane.");

        var wait = failed.Delay ?? policy.WaitAfter(failures, facts.Chance);
        return new TryAgain(facts.NowMicros + Micros(wait), LaneState.BackingOff, failed.Reason, CountsAsFailure: true);
    }

    private static LaneDecision Unrecognised(RetryAfter refused, AttemptFacts facts, RetryPolicy policy)
    {
        if (facts.UnrecognisedTries < policy.UnrecognisedRetries)
            return new TryAgain(facts.NowMicros + Micros(policy.WaitAfter(facts.UnrecognisedTries + 1, facts.Chance)), LaneState.BackingOff, refused.Reason, CountsAsFailure: true);

        // One message refused for an unknown reason may be the message's fault; two in a row are the lane's.
        return facts.HasEndedUnrecognised
            ? new StopLane(refused.Reason, "The provider refuses with a code that is not known here. Look it up, then release the lane.")
            : new EndMessage(DeliveryStatus.FailedMessage, refused.Reason);
    }

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}

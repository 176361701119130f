using Engage.Rules.Definitions;

namespace Engage.Rules.Gates;

/// <summary>The gates before every send, in their order: suppression, consent, class and market, quiet hours, caps, budget (semantics 36).</summary>
/// <remarks>
/// Pure. Player messages are judged again at each send; an internal message's consent once, at routing. Erasure and age come first: nothing can
/// send an action that is over.
/// </remarks>
public static class DeliveryGates
{
    /// <param name="request">The action.</param>
    /// <param name="player">The triggering player.</param>
    /// <param name="policy">The policy in force; null: none, so no quiet hours, caps, budgets or market rules.</param>
    /// <param name="counts">What was sent before; not asked for without a policy.</param>
    /// <param name="nowMicros">The instant of sending.</param>
    public static GateVerdict Judge(DeliveryRequest request, GatedPlayer player, Policy? policy, GateCounts counts, long nowMicros)
    {
        if (player.IsErased) return new GateVerdict.Dropped(GateReasons.Erased);
        if (request.IsTooOld) return new GateVerdict.Expired(GateReasons.MaxAge);
        if (request.ExpiresAtMicros is { } expiry && nowMicros >= expiry) return new GateVerdict.Expired(GateReasons.ExpiresAfter);

        return JudgeSuppression(request, player)
            ?? JudgeConsent(request, player)
            ?? (policy is null || request.Kind != DeliveryKind.PlayerMessage ? null : JudgePolicy(request, player, policy, counts, nowMicros))
            ?? GateVerdict.Send.Instance;
    }

    private static GateVerdict? JudgeSuppression(DeliveryRequest request, GatedPlayer player)
    {
        if (request.Kind is DeliveryKind.InternalMessage or DeliveryKind.Bookkeeping) return null;

        return player.Suppression switch
        {
            null => request.Kind == DeliveryKind.PlayerMessage ? new GateVerdict.Parked(GateReasons.SuppressionUnknown) : null,
            GatedPlayer.NotSuppressed => null,
            var reason => new GateVerdict.Suppressed(reason),
        };
    }

    private static GateVerdict.Suppressed? JudgeConsent(DeliveryRequest request, GatedPlayer player)
    {
        if (request.Kind is not (DeliveryKind.PlayerMessage or DeliveryKind.InternalMessage)) return null;

        // Slack reaches staff; there is nothing that a player could have opted in to.
        if (request.Channel == "slack" || request.OverrideConsent || player.HasConsent(request.Channel)) return null;
        return new GateVerdict.Suppressed(GateReasons.Consent);
    }

    private static GateVerdict? JudgePolicy(DeliveryRequest request, GatedPlayer player, Policy policy, GateCounts counts, long nowMicros)
    {
        if (!IsAllowedInMarket(request, player, policy)) return new GateVerdict.Suppressed(GateReasons.Market);
        if (policy.QuietHours is { } quiet && QuietTime.EndOf(quiet, request.Channel, player.TimeZone, nowMicros) is { } end)
            return new GateVerdict.Held(end, GateReasons.QuietHours);
        if (IsBeyondCap(request, policy, counts)) return new GateVerdict.Suppressed(GateReasons.Cap);
        return IsBeyondBudget(request, policy, counts) ? new GateVerdict.Parked(GateReasons.Budget) : null;
    }

    private static bool IsAllowedInMarket(DeliveryRequest request, GatedPlayer player, Policy policy)
    {
        if (player.Market is not { } market || !policy.Markets.TryGetValue(market.ToUpperInvariant(), out var channels)) return true;
        if (!channels.TryGetValue(request.Channel, out var allowed)) return true;

        return (allowed & (request.Class == MessageClass.Marketing ? AllowedClasses.Marketing : AllowedClasses.Transactional)) != 0;
    }

    private static bool IsBeyondCap(DeliveryRequest request, Policy policy, GateCounts counts)
    {
        if (request.Class != MessageClass.Marketing) return false;
        for (var i = 0; i < policy.Caps.Length; i++)
        {
            if (policy.Caps[i].Channel == request.Channel && counts.PerCap[i] >= policy.Caps[i].Max) return true;
        }

        return false;
    }

    private static bool IsBeyondBudget(DeliveryRequest request, Policy policy, GateCounts counts)
    {
        for (var i = 0; i < policy.Budgets.Length; i++)
        {
            var budget = policy.Budgets[i];
            if ((budget.RuleId is null || budget.RuleId == request.RuleId) && counts.PerBudget[i] >= budget.Max) return true;
        }

        return false;
    }
}

using Engage.Contracts;
using Engage.Dispatcher.Routing;
using Engage.Rules.Definitions;
using Engage.Rules.Gates;

namespace Engage.Dispatcher.Lanes;

/// <summary>Reads the gates again right before a message leaves (semantics 36), and finds where it goes.</summary>
/// <param name="defaultCountryCode">As in <see cref="PlayerContacts"/>.</param>
internal sealed class LaneGate(Func<string, PlayerProfile> profileOf, SentCounters counters, string? defaultCountryCode)
{
    /// <summary>What the gates say now.</summary>
    /// <param name="address">Where the message goes; null where the verdict is not to send, or the player has no such contact point.</param>
    public GateVerdict Judge(LaneName lane, QueuedMessage message, Policy? policy, long nowMicros, out string? address)
    {
        var profile = lane.Player is { } player ? profileOf(player) : null;
        var request = Request(lane, message);
        var counts = policy is null || request.Kind != DeliveryKind.PlayerMessage ? default : counters.Count(message.Action.PlayerId, request, policy, nowMicros);
        var verdict = DeliveryGates.Judge(request, profile is null ? new GatedPlayer() : PlayerContacts.ForGates(profile), policy, counts, nowMicros);
        address = verdict is not GateVerdict.Send ? null
            : request.Kind == DeliveryKind.PlayerMessage ? PlayerContacts.Find(profile!, lane.Channel, defaultCountryCode)
            : message.Work.Recipient ?? message.Action.PlayerId;
        return verdict;
    }

    private static DeliveryRequest Request(LaneName lane, QueuedMessage message)
    {
        var action = message.Action;
        var messageClass = message.Work.Class == "transactional" ? MessageClass.Transactional : MessageClass.Marketing;

        // Consent of an internal message was judged at routing, once; its profile is in another partition.
        var isInternal = lane.Player is null;
        var kind = lane.Channel is "platform" or "webhook" ? RouteActions.PlatformKind(action.ActionType)
            : isInternal ? DeliveryKind.InternalMessage : DeliveryKind.PlayerMessage;
        return new DeliveryRequest(kind, lane.Channel, action.RuleId, messageClass, message.Work.OverrideConsent || isInternal, message.Work.ExpiresAtMicros, IsTooOld: false);
    }
}

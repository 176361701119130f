using System.Diagnostics;
using Engage.Rules.Definitions;

namespace Engage.Rules.Gates;

/// <summary>One action that wants to go out.</summary>
/// <param name="Kind">What it does to the player.</param>
/// <param name="Channel"><c>sms</c>, <c>email</c>, <c>slack</c>, <c>webhook</c> or <c>platform</c>.</param>
/// <param name="RuleId">The rule it comes from.</param>
/// <param name="Class">Of player messages.</param>
/// <param name="OverrideConsent">Send without consent; overrides nothing else.</param>
/// <param name="ExpiresAtMicros">First instant at which it must no longer go; null: never.</param>
/// <param name="IsTooOld">The event was older than the action's <c>max_age</c> when it arrived.</param>
public sealed record DeliveryRequest(
    DeliveryKind Kind, string Channel, string RuleId, MessageClass Class, bool OverrideConsent, long? ExpiresAtMicros, bool IsTooOld)
{
    /// <summary>The kind of an action of a rule.</summary>
    /// <param name="action">As defined.</param>
    /// <param name="recipient">Whether a literal recipient is the player's own contact point, which makes it a player message (semantics 35).</param>
    public static DeliveryKind KindOf(RuleAction action, LiteralRecipient recipient) => action switch
    {
        MessageAction message => message.IsInternal && recipient == LiteralRecipient.SomebodyElse ? DeliveryKind.InternalMessage : DeliveryKind.PlayerMessage,
        GivePoints or GiveBonus or GiveMiniGame or GiveMission or StartCampaign or ChangeLevel => DeliveryKind.Gift,
        PlatformAction => DeliveryKind.Bookkeeping,
        _ => throw new UnreachableException($"Nothing says what {action.Type} does to a player."),
    };

    /// <summary>The channel of an action of a rule.</summary>
    public static string ChannelOf(RuleAction action) => action switch
    {
        SendSms => "sms",
        SendEmail => "email",
        SendSlack => "slack",
        Webhook => "webhook",
        _ => "platform",
    };
}

using Engage.Contracts;
using Engage.Dispatcher.Domain;
using Engage.Dispatcher.Results;
using Engage.Rules.Definitions;
using Engage.Rules.Gates;
using Engage.Rules.Sms;
using Engage.Rules.Templates;
using Action = Engage.Contracts.Action;

namespace Engage.Dispatcher.Routing;

/// <summary>Decides where an action goes, and renders what it says. What would make a message fail for its own sake ends it here, before any lane sees it.</summary>
internal sealed class RouteActions
{
    /// <summary>Twilio takes no more (error 21617).</summary>
    private const int SmsLengthLimit = 1_600;

    private readonly TemplateCache templates = new();

    public Route Decide(RoutingFacts facts)
    {
        var action = facts.Action;
        var channel = ChannelOf(action.ActionType);
        return channel switch
        {
            "platform" => Platform(facts),
            _ when facts.Rule is null || action.ActionIndex >= facts.Rule.Actions.Length => Fails("rule_unknown", channel),
            _ => facts.Rule.Actions[action.ActionIndex] switch
            {
                Webhook webhook => CallWebhook(webhook, facts),
                MessageAction message when message.Type == action.ActionType => Message(message, channel, facts),
                _ => Fails("rule_unknown", channel),
            },
        };
    }

    public static string ChannelOf(string actionType) => actionType switch
    {
        "send_slack" => "slack",
        "send_sms" => "sms",
        "send_email" => "email",
        "webhook" => "webhook",
        _ => "platform",
    };

    /// <summary>Gifts are stopped by a stated suppression; deductions, resets, tags and the like pass (semantics 36).</summary>
    public static DeliveryKind PlatformKind(string actionType) =>
        actionType.StartsWith("give_", StringComparison.Ordinal) || actionType is "start_campaign" or "change_level" ? DeliveryKind.Gift : DeliveryKind.Bookkeeping;

    private static Route Platform(RoutingFacts facts)
    {
        var kind = PlatformKind(facts.Action.ActionType);
        if (Gate(facts, kind, "platform", MessageClass.Transactional, overrideConsent: false) is { } ended) return ended;
        if (facts.AccountId("platform", null) is not { } endpoint) return new EndsHere(DeliveryStatus.Delivered, null, "platform");
        return Join(facts, LaneName.OfPlayer("platform", endpoint, facts.Action.PlayerId), PlatformCall.Body(facts.Action));
    }

    private Route CallWebhook(Webhook webhook, RoutingFacts facts)
    {
        if (Gate(facts, DeliveryKind.Bookkeeping, "webhook", MessageClass.Transactional, overrideConsent: false) is { } ended) return ended;
        var body = templates.Render(webhook.Body, Values(facts), TemplateEscaping.Json);
        return body.Text is { } text
            ? Join(facts, LaneName.OfPlayer("webhook", webhook.EndpointId, facts.Action.PlayerId), text)
            : Fails(body.Failure!, "webhook");
    }

    private Route Message(MessageAction message, string channel, RoutingFacts facts)
    {
        string? recipient = null;
        var whom = LiteralRecipient.ThePlayer;
        if (message.To is { } to)
        {
            recipient = Recipients.Canonical(channel, to, facts.DefaultCountryCode);
            if (recipient is null) return Fails("invalid_recipient", channel);
            whom = PlayerContacts.Compare(facts.Profile, channel, recipient, facts.DefaultCountryCode);
        }

        var kind = DeliveryRequest.KindOf(message, whom);
        var isInternal = kind == DeliveryKind.InternalMessage;
        if (Gate(facts, isInternal ? kind : DeliveryKind.Bookkeeping, channel, message.Class, message.OverrideConsent) is { } ended)
            return isInternal ? ended with { Recipient = recipient } : ended;

        var work = Render(message, facts, out var failure);
        if (work is null) return new EndsHere(DeliveryStatus.FailedMessage, failure, channel, isInternal ? recipient : null);

        // Without an account the message waits under the default one: configuring it is enough to let it go.
        var account = facts.AccountId(channel, message.AccountId) ?? "default";
        var lane = isInternal || channel == "slack" ? new LaneName(channel, account, recipient!) : LaneName.OfPlayer(channel, account, facts.Action.PlayerId);
        return new JoinsLane(work with
        {
            Lane = lane.ToString(),
            Recipient = lane.Player is null ? recipient : null,
            Class = isInternal ? null : message.Class == MessageClass.Marketing ? "marketing" : "transactional",
            OverrideConsent = message.OverrideConsent,
        });
    }

    private DispatchWork? Render(MessageAction message, RoutingFacts facts, out string? failure)
    {
        var values = Values(facts);
        var language = PlayerContacts.Text(facts.Profile, "language");
        failure = null;
        switch (message)
        {
            case SendSlack slack:
                return Text(slack.Text, TemplateEscaping.Slack, ref failure) is { } post ? Work(facts, post) : null;
            case SendSms sms:
                if (Text(sms.Text, TemplateEscaping.PlainText, ref failure) is not { } body) return null;
                if (!sms.RemoveStopText) body = StopText.Append(body, language);
                if (body.Length > SmsLengthLimit) failure = "text_too_long";
                return failure is null ? Work(facts, body) with { SmsSegments = SmsSize.Of(body).Segments } : null;
            case SendEmail email:
                var subject = Text(email.Subject, TemplateEscaping.MailHeader, ref failure);
                var plain = email.Text is null ? "" : Text(email.Text, TemplateEscaping.PlainText, ref failure);
                var html = email.Html is null ? null : Text(email.Html, TemplateEscaping.Html, ref failure);
                return failure is null ? Work(facts, plain!) with { Subject = subject, Html = html } : null;
            default:
                throw new System.Diagnostics.UnreachableException($"Nothing renders {message.Type}.");
        }

        string? Text(MessageText source, TemplateEscaping escaping, ref string? failed)
        {
            if (Wording.Of(source, facts.AsOf, language) is not { } template)
            {
                failed ??= "template_unknown";
                return null;
            }

            var rendered = templates.Render(template, values, escaping);
            failed ??= rendered.Text is { } text && string.IsNullOrWhiteSpace(text) ? "no_text" : rendered.Failure;
            return failed is null ? rendered.Text : null;
        }
    }

    /// <summary>Null where nothing ends the action here.</summary>
    private static EndsHere? Gate(RoutingFacts facts, DeliveryKind kind, string channel, MessageClass messageClass, bool overrideConsent)
    {
        var action = facts.Action;
        var request = new DeliveryRequest(kind, channel, action.RuleId, messageClass, overrideConsent, action.ExpiresAtMicros, action.TooOld);
        return DeliveryGates.Judge(request, PlayerContacts.ForGates(facts.Profile), policy: null, counts: default, facts.NowMicros) switch
        {
            GateVerdict.Send => null,
            GateVerdict.Suppressed suppressed => new EndsHere(DeliveryStatus.Suppressed, suppressed.Reason, channel),
            GateVerdict.Expired expired => new EndsHere(DeliveryStatus.Expired, expired.Reason, channel),
            GateVerdict.Dropped dropped => new EndsHere(DeliveryStatus.Dropped, dropped.Reason, channel),
            var other => throw new System.Diagnostics.UnreachableException($"The gates of routing do not say {other}."),
        };
    }

    private static JoinsLane Join(RoutingFacts facts, LaneName lane, string text) => new(Work(facts, text) with { Lane = lane.ToString() });

    private static DispatchWork Work(RoutingFacts facts, string text) => new()
    {
        DeliveryId = ResultWriter.DeliveryIdOf(facts.Action),
        Lane = "",
        Text = text,
        ExpiresAtMicros = facts.Action.ExpiresAtMicros,
        RoutedAtMicros = facts.NowMicros,
        Traceparent = facts.Traceparent,
        Action = Encode(facts.Action with { Event = null }),
    };

    private static byte[] Encode(Action action)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(512);
        EngageTopics.Actions.Wire.Write(action, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static ActionValues Values(RoutingFacts facts) => new(facts.Action, facts.Profile, facts.Event, facts.Rule?.Name);

    private static EndsHere Fails(string reason, string channel) => new(DeliveryStatus.FailedMessage, reason, channel);
}

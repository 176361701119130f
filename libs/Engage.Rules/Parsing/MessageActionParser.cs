using Engage.Rules.Definitions;

namespace Engage.Rules.Parsing;

internal static class MessageActionParser
{
    public static RuleAction? SendSlack(MappingReader reader)
    {
        var to = reader.Require("to", "to: \"#channel\", \"@person\" or an address") is null ? null : ParseTo(reader, RecipientForm.SlackMistake);
        var text = MessageTextParser.Require(reader, "text", "text: …");
        return Complete(reader, new SendSlack(text) { To = to ?? "" }, ChannelProvider.Slack);
    }

    public static RuleAction? SendSms(MappingReader reader)
    {
        var to = ParseTo(reader, RecipientForm.SmsMistake);
        var text = MessageTextParser.Require(reader, "text", "text: …");
        var removeStopText = reader.Flag("remove_stop_text");
        if (removeStopText && !reader.Has("to"))
        {
            reader.ErrorAt("remove_stop_text", "the stop text can only be removed from messages to a literal recipient; add to: \"+47…\" or leave remove_stop_text out");
        }

        return Complete(reader, new SendSms(text, removeStopText) { To = to }, ChannelProvider.Twilio);
    }

    public static RuleAction? SendEmail(MappingReader reader)
    {
        var to = ParseTo(reader, RecipientForm.EmailMistake);
        var subject = MessageTextParser.Require(reader, "subject", "subject: …");
        var text = MessageTextParser.Parse(reader, "text");
        var html = MessageTextParser.Parse(reader, "html");
        if (!reader.Has("text") && !reader.Has("html")) reader.Context.Error(reader.Node.Position, reader.Path, "the message has no words; add text or html");
        return Complete(reader, new SendEmail(subject, text, html) { To = to }, ChannelProvider.Smtp);
    }

    private static string? ParseTo(MappingReader reader, Func<string, string?> mistakeIn)
    {
        if (reader.Text("to") is not { } to) return null;
        if (to.Contains("{{", StringComparison.Ordinal)) reader.ErrorAt("to", "to is a literal and takes no template; leave it out for the player's own contact point");
        else if (mistakeIn(to) is { } mistake) reader.ErrorAt("to", mistake);
        return to;
    }

    private static MessageAction Complete(MappingReader reader, MessageAction action, ChannelProvider provider)
    {
        var overrideConsent = reader.Flag("override_consent");
        var messageClass = reader.Choice("class", MessageClass.Marketing, ("marketing", MessageClass.Marketing), ("transactional", MessageClass.Transactional));
        CheckConsent(reader, action, overrideConsent);
        if (action.IsInternal && reader.Has("class"))
        {
            reader.WarnAt("class", "a message to a literal recipient has no class; leave it out");
        }

        return action with
        {
            AccountId = ParseAccount(reader, provider),
            OverrideConsent = overrideConsent,
            Class = messageClass,
        };
    }

    private static void CheckConsent(MappingReader reader, MessageAction action, bool overrideConsent)
    {
        if (action is SendSlack) return;

        var isInternal = reader.Has("to");
        if (isInternal && !overrideConsent)
        {
            reader.Context.Warn(reader.Node.Position, reader.Path, "this internal message is sent only if the triggering player has opted in to the channel; add override_consent: true to send it in any case");
        }
        else if (!isInternal && overrideConsent)
        {
            reader.WarnAt("override_consent", "this message goes to the player also without the player's consent; make sure that the law allows it");
        }
    }

    private static string? ParseAccount(MappingReader reader, ChannelProvider provider)
    {
        if (reader.Find("account") is not { } node || ScalarReader.Id(node, reader.PathOf("account"), reader.Context) is not { } id) return null;
        reader.Context.Refer(DefinitionKind.ChannelAccount, id, node, reader.PathOf("account"), provider.ToString());
        return id;
    }
}

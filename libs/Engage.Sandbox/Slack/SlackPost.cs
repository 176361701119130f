using System.Text.Json.Nodes;
using Engage.Sandbox.Ledger;
using static Engage.Sandbox.Slack.SlackAnswer;

namespace Engage.Sandbox.Slack;

/// <summary><c>chat.postMessage</c>: the one method that accepts something.</summary>
internal sealed class SlackPost(SlackWorkspace workspace, DeliveryLedger ledger, TimeProvider clock)
{
    /// <summary>The names by which a call's recipient can be matched: as sent, id, current name.</summary>
    public IReadOnlyCollection<string> Recipients(SlackArguments arguments) => workspace.Locked(slack =>
    {
        var sent = arguments.Text("channel") ?? arguments.Text("user") ?? arguments.Text("users") ?? arguments.Text("email");
        if (sent is null) return (IReadOnlyCollection<string>)[];
        var user = slack.User(sent);
        var conversation = Destination(slack, sent, opensDirect: false);
        return [sent, .. Names(conversation), .. user is null ? [] : new[] { "@" + user.Name }];
    });

    public SlackAnswer Post(SlackArguments arguments)
    {
        var metadata = arguments.Object("metadata");
        var mark = (metadata?["event_payload"] as JsonObject)?["delivery_id"]?.ToString();
        var attempt = ledger.CountAttempt("slack", mark);
        return workspace.Locked(slack =>
        {
            if (arguments.Text("text") is not { } text) return Error("no_text");
            if (Destination(slack, arguments.Text("channel") ?? "", opensDirect: true) is not { } channel) return Error("channel_not_found");
            if (channel.Private && !channel.BotIsMember) return Error("channel_not_found");
            if (channel.Archived) return Error("is_archived");
            if (!channel.BotIsMember) return Error("not_in_channel");
            if (slack.Limits.TakePost(channel) is { } wait) return Limited(wait);

            var message = slack.Post(channel, text, metadata);
            var player = (metadata?["event_payload"] as JsonObject)?["player_id"]?.ToString();
            var recipient = channel.DirectWith?.Id ?? channel.Id;
            ledger.Accept(new($"{channel.Id}:{message.Ts}", "slack", recipient, channel.DisplayName, player, mark, message.Text, clock.GetUtcNow(), attempt));
            return Ok(Field("channel", channel.Id), Field("ts", message.Ts), Field("message", new JsonObject { ["text"] = message.Text, ["ts"] = message.Ts }));
        });
    }

    /// <summary>Slack takes a channel's id, its name with or without <c>#</c>, or a user id.</summary>
    private static SlackConversation? Destination(SlackWorkspace slack, string sent, bool opensDirect)
    {
        if (slack.Conversation(sent) is { } byId) return byId;
        if (slack.User(sent) is { } user) return opensDirect ? slack.OpenDirect(user) : null;
        return slack.ChannelNamed(sent.TrimStart('#'));
    }

    private static string[] Names(SlackConversation? conversation) =>
        conversation is null ? [] : [conversation.Id, conversation.DisplayName, conversation.DisplayName[1..], conversation.DirectWith?.Id ?? conversation.Id];
}

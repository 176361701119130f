using System.Globalization;
using System.Text.Json.Nodes;
using static Engage.Sandbox.Slack.SlackAnswer;

namespace Engage.Sandbox.Slack;

/// <summary>The Web API methods that the engine uses, over a locked workspace. Errors: docs.slack.dev/reference/methods.</summary>
internal static class SlackMethods
{
    private const int PageLimit = 200;

    /// <summary>Null for a method the emulator does not have.</summary>
    public static SlackAnswer? Call(SlackWorkspace workspace, string method, SlackArguments arguments) => method switch
    {
        "auth.test" => Ok(
            Field("url", "https://sandbox.slack.example/"), Field("team", "Sandbox"), Field("user", "engage"),
            Field("team_id", "T0SANDBOX"), Field("user_id", "U0ENGAGEBOT"), Field("bot_id", "B0ENGAGEBOT")),
        "conversations.open" => Open(workspace, arguments),
        "conversations.info" => Visible(workspace, arguments) is { } channel ? Ok(Field("channel", Describe(channel))) : Error("channel_not_found"),
        "conversations.list" => List(workspace, arguments),
        "conversations.join" => Join(workspace, arguments),
        "conversations.history" => History(workspace, arguments),
        "users.info" => workspace.User(arguments.Text("user") ?? "") is { } user ? Ok(Field("user", Describe(user))) : Error("user_not_found"),
        "users.list" => Page(arguments, "members", workspace.Users.Select(Describe)),
        "users.lookupByEmail" => LookUp(workspace, arguments),
        _ => null,
    };

    private static SlackAnswer Open(SlackWorkspace workspace, SlackArguments arguments)
    {
        if (workspace.User(arguments.Text("users") ?? "") is not { } user) return Error("user_not_found");
        if (user.Deactivated) return Error("user_disabled");
        return Ok(Field("channel", new JsonObject { ["id"] = workspace.OpenDirect(user).Id }));
    }

    private static SlackAnswer List(SlackWorkspace workspace, SlackArguments arguments)
    {
        var types = arguments.Text("types") ?? "public_channel";
        var wantsPrivate = types.Contains("private_channel", StringComparison.Ordinal);
        var wantsPublic = types.Contains("public_channel", StringComparison.Ordinal);
        var skipsArchived = arguments.Flag("exclude_archived");
        var channels = workspace.Channels
            .Where(channel => channel.Private ? wantsPrivate && channel.BotIsMember : wantsPublic)
            .Where(channel => !(skipsArchived && channel.Archived));
        return Page(arguments, "channels", channels.Select(Describe));
    }

    private static SlackAnswer Join(SlackWorkspace workspace, SlackArguments arguments)
    {
        if (Visible(workspace, arguments) is not { } channel) return Error("channel_not_found");
        if (channel.IsDirect || channel.Private) return Error("method_not_supported_for_channel_type");
        if (channel.Archived) return Error("is_archived");

        channel.BotIsMember = true;
        return Ok(Field("channel", Describe(channel)));
    }

    private static SlackAnswer History(SlackWorkspace workspace, SlackArguments arguments)
    {
        if (Visible(workspace, arguments) is not { } channel) return Error("channel_not_found");
        if (!channel.BotIsMember) return Error("not_in_channel");

        var oldest = Timestamp(arguments.Text("oldest"));
        var withMetadata = arguments.Flag("include_all_metadata");
        var messages = channel.Messages.Where(message => Timestamp(message.Ts) > oldest).Reverse();
        return Page(arguments, "messages", messages.Select(message => Describe(message, withMetadata)));
    }

    private static SlackAnswer LookUp(SlackWorkspace workspace, SlackArguments arguments)
    {
        var email = arguments.Text("email");
        var user = workspace.Users.FirstOrDefault(user => !user.Deactivated && email is not null && email.Equals(user.Email, StringComparison.OrdinalIgnoreCase));
        return user is null ? Error("users_not_found") : Ok(Field("user", Describe(user)));
    }

    /// <summary>The channel an argument names by id, unless it is a private one without the bot.</summary>
    private static SlackConversation? Visible(SlackWorkspace workspace, SlackArguments arguments) =>
        workspace.Conversation(arguments.Text("channel") ?? "") is { } channel && (!channel.Private || channel.BotIsMember) ? channel : null;

    /// <summary>Cursors are opaque to callers; here each is the position of the next item.</summary>
    private static SlackAnswer Page(SlackArguments arguments, string name, IEnumerable<JsonObject> items)
    {
        var all = items.ToList();
        var start = Math.Max(arguments.Number("cursor", 0), 0);
        var limit = Math.Clamp(arguments.Number("limit", PageLimit), 1, PageLimit);
        var next = start + limit < all.Count ? (start + limit).ToString(CultureInfo.InvariantCulture) : "";
        return Ok(
            Field(name, new JsonArray([.. all.Skip(start).Take(limit)])),
            Field("has_more", next.Length > 0),
            Field("response_metadata", new JsonObject { ["next_cursor"] = next }));
    }

    private static JsonObject Describe(SlackUser user) => new()
    {
        ["id"] = user.Id,
        ["name"] = user.Name,
        ["real_name"] = user.RealName,
        ["deleted"] = user.Deactivated,
        ["profile"] = new JsonObject { ["display_name"] = user.Name, ["real_name"] = user.RealName, ["email"] = user.Email },
    };

    private static JsonObject Describe(SlackConversation channel) => new()
    {
        ["id"] = channel.Id,
        ["name"] = channel.Name,
        ["is_im"] = channel.IsDirect,
        ["user"] = channel.DirectWith?.Id,
        ["is_private"] = channel.Private,
        ["is_archived"] = channel.Archived,
        ["is_member"] = channel.BotIsMember,
        ["previous_names"] = new JsonArray([.. channel.PreviousNames.Select(name => JsonValue.Create(name))]),
    };

    private static JsonObject Describe(SlackMessage message, bool withMetadata)
    {
        var json = new JsonObject { ["type"] = "message", ["ts"] = message.Ts, ["text"] = message.Text };
        if (withMetadata && message.Metadata is not null) json["metadata"] = message.Metadata.DeepClone();
        return json;
    }

    private static decimal Timestamp(string? ts) => decimal.TryParse(ts, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : 0;
}

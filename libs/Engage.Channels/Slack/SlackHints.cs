namespace Engage.Channels.Slack;

/// <summary>What an operator can do about an error of Slack's.</summary>
internal static class SlackHints
{
    public static string? For(string error) => error switch
    {
        "channel_not_found" => "No channel of this name or id is visible: it was renamed or deleted, or it is private and the bot was not invited. Remap the lane, or invite the bot and release.",
        "is_archived" => "The channel is archived. Unarchive it, or remap the lane to another channel.",
        "not_in_channel" => "The bot is not in the channel. Invite it, then release.",
        "user_not_found" or "users_not_found" => "Nobody of this name or address is in the workspace: renamed, removed or never there. Remap the lane.",
        "user_disabled" => "The person's account is deactivated. Remap the lane to somebody else, or drop what is parked.",
        "user_not_visible" => "The bot may not see this person. Ask the workspace's owner, or remap the lane.",
        "messages_tab_disabled" => "The app's Messages tab is off, so people cannot be written to. Turn it on in the app's settings.",
        "ekm_access_denied" => "The workspace's encryption key management forbids it. Ask the workspace's owner.",
        "restricted_action" or "restricted_action_read_only_channel" or "restricted_action_thread_only_channel" =>
            "The channel lets only some people post. Allow the app to post there, or remap the lane.",
        "no_permission" => "The app may not post here. Make sure that it is a member.",
        "team_not_found" => "The workspace of this channel cannot be told from its name. Use the channel's id.",
        "identity_changed" => "The name belongs to somebody or something else now. Remap the lane if that is meant.",
        "ambiguous_recipient" => "Several people have this display name. Use the id or the email address.",
        "message_limit_exceeded" => "The workspace has reached its plan's message limit.",
        "missing_scope" => "The token lacks a scope that the app needs; see the documentation of Slack accounts.",
        "token_revoked" or "token_expired" or "invalid_auth" or "not_authed" or "account_inactive" => "The token is not valid any more. Put a new one in place.",
        _ => null,
    };
}

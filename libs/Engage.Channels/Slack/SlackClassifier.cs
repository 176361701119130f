using System.Collections.Frozen;

namespace Engage.Channels.Slack;

/// <summary>What Slack's answers to a post mean. Slack refuses with HTTP 200 and <c>ok: false</c>; the error's name decides.</summary>
/// <remarks>Errors: docs.slack.dev/reference/methods/chat.postMessage and conversations.open. Pure.</remarks>
internal static class SlackClassifier
{
    private static readonly TimeSpan DefaultThrottle = TimeSpan.FromSeconds(1);

    private static readonly FrozenSet<string> Recipient = FrozenSet.ToFrozenSet([
        "channel_not_found", "is_archived", "user_not_found", "users_not_found", "user_disabled", "user_not_visible", "messages_tab_disabled", "ekm_access_denied",
        "method_not_supported_for_channel_type", "invalid_user_combination", "not_in_channel", "restricted_action", "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel", "no_permission", "team_not_found",
    ]);

    private static readonly FrozenSet<string> Message = FrozenSet.ToFrozenSet([
        "no_text", "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format", "too_many_attachments", "too_many_contact_cards",
        "attachment_payload_limit_exceeded", "markdown_text_conflict", "invalid_metadata_format", "invalid_metadata_schema", "metadata_too_large",
        "cannot_reply_to_message", "restricted_action_thread_locked", "restricted_action_non_threadable_channel", "missing_file_data",
        "slack_connect_canvas_sharing_blocked", "slack_connect_file_link_sharing_blocked", "slack_connect_lists_sharing_blocked", "slack_connect_clip_sharing_blocked",
        "slack_connect_blocked_file_type", "duplicate_message_not_found", "duplicate_channel_not_found",
    ]);

    private static readonly FrozenSet<string> OurFault = FrozenSet.ToFrozenSet([
        "invalid_arg_name", "invalid_array_arg", "invalid_charset", "invalid_form_data", "invalid_post_type", "missing_post_type", "invalid_arguments",
    ]);

    private static readonly FrozenSet<string> Account = FrozenSet.ToFrozenSet([
        "not_authed", "invalid_auth", "token_expired", "token_revoked", "account_inactive", "missing_scope", "not_allowed_token_type", "access_denied",
        "accesslimited", "app_access_restricted", "enterprise_is_restricted", "is_bot", "two_factor_setup_required", "as_user_not_supported",
        "send_on_behalf_not_allowed", "metadata_must_be_sent_from_app", "deprecated_endpoint", "method_deprecated", "unknown_method", "org_login_required",
        "team_added_to_org", "message_limit_exceeded",
    ]);

    public static DeliveryOutcome Classify(SlackReply reply) => reply switch
    {
        { Http.Fault: "timeout" or "connection_closed", Http.BodyLeft: true } => new Uncertain(reply.Http.Fault),
        { Http.Fault: { } fault } => new RetryAfter(fault, null, RetryCause.Transient),
        { Http.Status: 429 } or { Error: "ratelimited" or "rate_limited" } =>
            new RetryAfter("rate_limited", reply.Error ?? "429", RetryCause.Throttled, Delay: reply.Http.RetryAfter ?? DefaultThrottle),
        { Http.Status: >= 500 } => new Uncertain("server_error", Status(reply)), // May have been posted: a blind retry can send twice.
        { Ok: true } when reply.Text("ts") is { } ts && reply.Text("channel") is { } channel => new Delivered($"{channel}:{ts}", Acceptance.Final),
        { Ok: false, Error: { } error } => Classify(error, reply.Http.RetryAfter),
        { Http.Status: 401 or 403 or 404 } => new Misconfigured("address_or_token_refused", Status(reply)),
        _ => new Uncertain("unreadable_answer", Status(reply)), // 200 with something else than Slack's JSON: a proxy, or an answer cut short.
    };

    private static DeliveryOutcome Classify(string error, TimeSpan? retryAfter) => error switch
    {
        _ when Recipient.Contains(error) => new Rejected(error, error, RejectedPart.Recipient, SlackHints.For(error)),
        _ when Message.Contains(error) => new Rejected(error, error, RejectedPart.Message),
        _ when OurFault.Contains(error) || error.StartsWith("draft_", StringComparison.Ordinal) => new Rejected(error, error, RejectedPart.MessageByOurFault),
        _ when error.StartsWith("slack_connect_", StringComparison.Ordinal) => new Rejected(error, error, RejectedPart.Message),
        _ when Account.Contains(error) => new Misconfigured(error, error, FailureScope.Account, SlackHints.For(error)),
        "service_unavailable" or "request_timeout" => new RetryAfter(error, error, RetryCause.Transient, Delay: retryAfter), // request_timeout: our body arrived cut short.
        "fatal_error" or "internal_error" => new Uncertain(error, error), // "Some aspect of the operation may have succeeded."
        _ => new RetryAfter("refused", error, RetryCause.Unrecognised), // Refused, so not posted; the dispatcher bounds the attempts.
    };

    private static string Status(SlackReply reply) => reply.Http.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

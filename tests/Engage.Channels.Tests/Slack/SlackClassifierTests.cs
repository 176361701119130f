using Engage.Channels.Http;
using Engage.Channels.Slack;

namespace Engage.Channels.Tests.Slack;

public sealed class SlackClassifierTests
{
    public static TheoryData<string> RecipientErrors =>
    [
        "channel_not_found", "is_archived", "user_not_found", "users_not_found", "user_disabled", "user_not_visible", "messages_tab_disabled", "ekm_access_denied",
        "method_not_supported_for_channel_type", "invalid_user_combination", "not_in_channel", "restricted_action", "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel", "no_permission", "team_not_found",
    ];

    public static TheoryData<string> MessageErrors =>
    [
        "no_text", "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format", "too_many_attachments", "too_many_contact_cards",
        "attachment_payload_limit_exceeded", "markdown_text_conflict", "invalid_metadata_format", "invalid_metadata_schema", "metadata_too_large",
        "cannot_reply_to_message", "restricted_action_thread_locked", "restricted_action_non_threadable_channel", "missing_file_data",
        "slack_connect_canvas_sharing_blocked", "slack_connect_something_new_blocked", "duplicate_message_not_found", "duplicate_channel_not_found",
    ];

    public static TheoryData<string> OurErrors =>
        ["invalid_arg_name", "invalid_array_arg", "invalid_charset", "invalid_form_data", "invalid_post_type", "missing_post_type", "draft_not_found"];

    public static TheoryData<string> AccountErrors =>
    [
        "not_authed", "invalid_auth", "token_expired", "token_revoked", "account_inactive", "missing_scope", "not_allowed_token_type", "access_denied",
        "accesslimited", "app_access_restricted", "enterprise_is_restricted", "is_bot", "two_factor_setup_required", "as_user_not_supported",
        "send_on_behalf_not_allowed", "metadata_must_be_sent_from_app", "deprecated_endpoint", "method_deprecated", "unknown_method", "org_login_required",
        "team_added_to_org", "message_limit_exceeded",
    ];

    [Theory, MemberData(nameof(RecipientErrors))]
    public void The_recipient_is_at_fault(string error) => Assert.Equal(RejectedPart.Recipient, Assert.IsType<Rejected>(Refused(error)).Part);

    [Theory, MemberData(nameof(MessageErrors))]
    public void The_message_is_at_fault(string error) => Assert.Equal(RejectedPart.Message, Assert.IsType<Rejected>(Refused(error)).Part);

    [Theory, MemberData(nameof(OurErrors))]
    public void Our_own_code_is_at_fault(string error) => Assert.Equal(RejectedPart.MessageByOurFault, Assert.IsType<Rejected>(Refused(error)).Part);

    [Theory, MemberData(nameof(AccountErrors))]
    public void The_account_is_at_fault(string error) => Assert.Equal(FailureScope.Account, Assert.IsType<Misconfigured>(Refused(error)).Scope);

    [Theory]
    [InlineData("fatal_error")]
    [InlineData("internal_error")]
    public void Part_of_it_may_have_happened(string error) => Assert.IsType<Uncertain>(Refused(error));

    [Theory]
    [InlineData("service_unavailable")]
    [InlineData("request_timeout")]
    public void A_passing_fault_is_tried_again(string error) => Assert.Equal(RetryCause.Transient, Assert.IsType<RetryAfter>(Refused(error)).Cause);

    [Fact]
    public void An_error_nobody_knows_was_a_refusal_all_the_same() =>
        Assert.Equal(RetryCause.Unrecognised, Assert.IsType<RetryAfter>(Refused("brand_new_error")).Cause);

    [Theory]
    [InlineData(429, "", 7, 7)]
    [InlineData(429, "", null, 1)]
    [InlineData(200, """{"ok":false,"error":"rate_limited"}""", null, 1)]
    [InlineData(200, """{"ok":false,"error":"ratelimited"}""", 30, 30)]
    public void A_limit_is_waited_out_and_does_not_count(int status, string body, int? retryAfterSeconds, int waitSeconds)
    {
        var outcome = Assert.IsType<RetryAfter>(Classify(status, body, retryAfterSeconds is { } s ? TimeSpan.FromSeconds(s) : null));

        Assert.Equal((RetryCause.Throttled, TimeSpan.FromSeconds(waitSeconds)), (outcome.Cause, outcome.Delay));
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(502, "<html>Bad gateway")]
    [InlineData(200, "<html>Sign in")]
    [InlineData(200, """{"ok":tr""")]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(200, """[]""")]
    [InlineData(200, "")]
    public void An_answer_without_meaning_leaves_it_open(int status, string body) => Assert.IsType<Uncertain>(Classify(status, body));

    [Fact]
    public void A_post_is_known_by_its_channel_and_ts() =>
        Assert.Equal("C1:1.2", Assert.IsType<Delivered>(Classify(200, """{"ok":true,"channel":"C1","ts":"1.2"}""")).MessageId);

    [Theory]
    [InlineData("timeout", true, typeof(Uncertain))]
    [InlineData("connection_closed", true, typeof(Uncertain))]
    [InlineData("timeout", false, typeof(RetryAfter))]
    [InlineData("connection_failed", false, typeof(RetryAfter))]
    public void Whether_the_body_had_left_decides_between_open_and_not_sent(string fault, bool bodyLeft, Type expected) =>
        Assert.IsType(expected, SlackClassifier.Classify(SlackReply.Parse(HttpAnswer.Failed(fault, bodyLeft))));

    [Theory, MemberData(nameof(RecipientErrors))]
    public void Errors_about_recipients_that_an_operator_can_mend_come_with_a_hint(string error)
    {
        if (error is "method_not_supported_for_channel_type" or "invalid_user_combination") return; // Nothing to advise beyond the code.
        Assert.NotNull(Assert.IsType<Rejected>(Refused(error)).Hint);
    }

    private static DeliveryOutcome Refused(string error) => Classify(200, $$"""{"ok":false,"error":"{{error}}"}""");

    private static DeliveryOutcome Classify(int status, string body, TimeSpan? retryAfter = null) =>
        SlackClassifier.Classify(SlackReply.Parse(new HttpAnswer(status, body, retryAfter, null, BodyLeft: true)));
}

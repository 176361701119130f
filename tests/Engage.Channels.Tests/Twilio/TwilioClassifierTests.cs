using Engage.Channels.Http;
using Engage.Channels.Twilio;

namespace Engage.Channels.Tests.Twilio;

public sealed class TwilioClassifierTests
{
    [Theory]
    [InlineData(400, 21211, RejectedPart.Recipient, "invalid_number")]
    [InlineData(400, 21217, RejectedPart.Recipient, "invalid_number")]
    [InlineData(400, 21614, RejectedPart.Recipient, "invalid_number")]
    [InlineData(400, 21635, RejectedPart.Recipient, "landline")]
    [InlineData(400, 21612, RejectedPart.Recipient, "no_route")]
    [InlineData(400, 21608, RejectedPart.Recipient, "unverified_number")]
    [InlineData(400, 21610, RejectedPart.OptedOutRecipient, "opted_out")]
    [InlineData(400, 21602, RejectedPart.Message, "message_refused")]
    [InlineData(400, 21604, RejectedPart.Message, "message_refused")]
    [InlineData(400, 21605, RejectedPart.Message, "message_refused")]
    [InlineData(400, 21617, RejectedPart.Message, "text_too_long")]
    [InlineData(400, 21618, RejectedPart.Message, "message_refused")]
    [InlineData(400, 21619, RejectedPart.Message, "message_refused")]
    [InlineData(400, 21620, RejectedPart.Message, "message_refused")]
    [InlineData(400, 21623, RejectedPart.Message, "message_refused")]
    [InlineData(400, 21627, RejectedPart.Message, "message_refused")]
    [InlineData(400, 21652, RejectedPart.Message, "message_refused")]
    [InlineData(400, 21656, RejectedPart.Message, "message_refused")]
    [InlineData(400, 21658, RejectedPart.Message, "message_refused")]
    [InlineData(400, 21609, RejectedPart.MessageByOurFault, "our_settings_refused")]
    [InlineData(400, 21624, RejectedPart.MessageByOurFault, "our_settings_refused")]
    public void A_refusal_names_what_is_at_fault(int status, int code, RejectedPart part, string reason)
    {
        var outcome = Assert.IsType<Rejected>(Classify(status, code));

        Assert.Equal((part, reason, code.ToString()), (outcome.Part, outcome.Reason, outcome.ProviderCode));
    }

    [Theory]
    [InlineData(400, 21408, FailureScope.Country)]
    [InlineData(400, 21215, FailureScope.Country)]
    [InlineData(400, 30450, FailureScope.Country)]
    [InlineData(400, 21601, FailureScope.Sender)]
    [InlineData(400, 21603, FailureScope.Sender)]
    [InlineData(400, 21606, FailureScope.Sender)]
    [InlineData(400, 21607, FailureScope.Sender)]
    [InlineData(400, 21210, FailureScope.Sender)]
    [InlineData(400, 21212, FailureScope.Sender)]
    [InlineData(400, 21616, FailureScope.Sender)]
    [InlineData(400, 21657, FailureScope.Sender)]
    [InlineData(400, 21701, FailureScope.Sender)]
    [InlineData(400, 21705, FailureScope.Sender)]
    [InlineData(400, 21709, FailureScope.Sender)]
    [InlineData(401, 20003, FailureScope.Account)]
    [InlineData(403, 20403, FailureScope.Account)]
    [InlineData(404, 20404, FailureScope.Account)]
    [InlineData(400, 10001, FailureScope.Account)]
    [InlineData(400, 20005, FailureScope.Account)]
    [InlineData(400, 20006, FailureScope.Account)]
    [InlineData(400, 20008, FailureScope.Account)]
    [InlineData(401, null, FailureScope.Account)]
    [InlineData(404, null, FailureScope.Account)]
    public void Our_account_or_sender_is_at_fault(int status, int? code, FailureScope scope) => Assert.Equal(scope, Assert.IsType<Misconfigured>(Classify(status, code)).Scope);

    [Theory]
    [InlineData(429, 20429, FailureScope.Account)]
    [InlineData(429, null, FailureScope.Account)]
    [InlineData(429, 21611, FailureScope.Sender)]
    [InlineData(400, 14107, FailureScope.Lane)]
    [InlineData(400, 30022, FailureScope.Sender)]
    [InlineData(400, 63038, FailureScope.Account)]
    public void A_limit_is_waited_out_and_does_not_count(int status, int? code, FailureScope scope)
    {
        var outcome = Assert.IsType<RetryAfter>(Classify(status, code));

        Assert.Equal((RetryCause.Throttled, scope), (outcome.Cause, outcome.Scope));
    }

    [Theory]
    [InlineData(500, null)]
    [InlineData(503, 20503)]
    [InlineData(500, 20500)]
    [InlineData(200, null)]
    public void An_answer_that_says_neither_leaves_it_open(int status, int? code) => Assert.IsType<Uncertain>(Classify(status, code));

    [Fact]
    public void A_code_nobody_knows_was_a_refusal_all_the_same() => Assert.Equal(RetryCause.Unrecognised, Assert.IsType<RetryAfter>(Classify(400, 29999)).Cause);

    [Fact]
    public void A_message_taken_has_its_sid_and_is_only_queued()
    {
        var outcome = Assert.IsType<Delivered>(TwilioClassifier.Classify(TwilioReply.Parse(new(201, """{"sid":"SM1","status":"queued","error_code":null}""", null, null, true))));

        Assert.Equal(("SM1", Acceptance.Queued), (outcome.MessageId, outcome.Acceptance));
    }

    [Theory]
    [InlineData("timeout", true, typeof(Uncertain))]
    [InlineData("connection_closed", true, typeof(Uncertain))]
    [InlineData("connection_failed", false, typeof(RetryAfter))]
    public void Whether_the_body_had_left_decides_between_open_and_not_sent(string fault, bool bodyLeft, Type expected) =>
        Assert.IsType(expected, TwilioClassifier.Classify(TwilioReply.Parse(HttpAnswer.Failed(fault, bodyLeft))));

    [Theory]
    [InlineData(30001, typeof(RetryAfter))]
    [InlineData(30003, typeof(RetryAfter))]
    [InlineData(30008, typeof(RetryAfter))]
    [InlineData(30410, typeof(RetryAfter))]
    [InlineData(30004, typeof(Rejected))]
    [InlineData(30005, typeof(Rejected))]
    [InlineData(30006, typeof(Rejected))]
    [InlineData(30007, typeof(Rejected))]
    [InlineData(30009, typeof(Rejected))]
    [InlineData(30036, typeof(Rejected))]
    [InlineData(30002, typeof(Misconfigured))]
    [InlineData(30024, typeof(Misconfigured))]
    [InlineData(30034, typeof(Misconfigured))]
    public void A_late_report_ends_a_message_by_its_code(int code, Type expected) => Assert.IsType(expected, TwilioClassifier.ClassifyReport(code));

    private static DeliveryOutcome Classify(int status, int? code) =>
        TwilioClassifier.Classify(TwilioReply.Parse(new HttpAnswer(status, code is null ? "{}" : $$"""{"code":{{code}},"status":{{status}}}""", null, null, BodyLeft: true)));
}

using Engage.Channels.Smtp;

namespace Engage.Channels.Tests.Smtp;

public sealed class SmtpClassifierTests
{
    private const string MessageId = "<d-1@casino.example>";

    [Theory]
    [InlineData(nameof(SmtpPhase.Connect), typeof(RetryAfter))]
    [InlineData(nameof(SmtpPhase.Greeting), typeof(RetryAfter))]
    [InlineData(nameof(SmtpPhase.Hello), typeof(RetryAfter))]
    [InlineData(nameof(SmtpPhase.Secure), typeof(RetryAfter))]
    [InlineData(nameof(SmtpPhase.Authenticate), typeof(RetryAfter))]
    [InlineData(nameof(SmtpPhase.Mail), typeof(RetryAfter))]
    [InlineData(nameof(SmtpPhase.Recipient), typeof(RetryAfter))]
    [InlineData(nameof(SmtpPhase.Data), typeof(RetryAfter))]
    [InlineData(nameof(SmtpPhase.Body), typeof(RetryAfter))]
    [InlineData(nameof(SmtpPhase.FinalDot), typeof(Uncertain))]
    public void A_lost_connection_leaves_it_open_only_after_the_final_dot(string phase, Type expected) =>
        Assert.IsType(expected, SmtpClassifier.Classify(new(Enum.Parse<SmtpPhase>(phase), null, "connection_closed"), MessageId));

    [Theory]
    [InlineData(nameof(SmtpPhase.Greeting), "554 no")]
    [InlineData(nameof(SmtpPhase.Greeting), "421 4.3.2 busy")]
    [InlineData(nameof(SmtpPhase.Secure), "454 4.7.0 not now")]
    [InlineData(nameof(SmtpPhase.Authenticate), "454 4.7.0 not now")]
    [InlineData(nameof(SmtpPhase.Mail), "421 4.3.2 closing")]
    [InlineData(nameof(SmtpPhase.Mail), "451 4.3.0 later")]
    [InlineData(nameof(SmtpPhase.Recipient), "450 4.2.0 busy")]
    [InlineData(nameof(SmtpPhase.Recipient), "450 4.2.1 busy")]
    [InlineData(nameof(SmtpPhase.Recipient), "452 4.2.2 full")]
    [InlineData(nameof(SmtpPhase.Recipient), "451 4.3.0 later")]
    [InlineData(nameof(SmtpPhase.Recipient), "451 4.4.1 later")]
    [InlineData(nameof(SmtpPhase.Recipient), "452 4.5.3 too many")]
    [InlineData(nameof(SmtpPhase.Recipient), "552 5.2.2 full")]
    [InlineData(nameof(SmtpPhase.Data), "421 4.3.2 closing")]
    [InlineData(nameof(SmtpPhase.FinalDot), "451 4.3.0 not taken")]
    [InlineData(nameof(SmtpPhase.FinalDot), "452 4.3.1 no room")]
    public void A_passing_fault_is_tried_again(string phase, string reply) => Assert.Equal(RetryCause.Transient, Assert.IsType<RetryAfter>(Classify(phase, reply)).Cause);

    [Theory]
    [InlineData(nameof(SmtpPhase.Mail), "452 4.3.1 no room", FailureScope.Account)]
    [InlineData(nameof(SmtpPhase.Mail), "450 4.4.5 too fast", FailureScope.Account)]
    [InlineData(nameof(SmtpPhase.Recipient), "450 4.7.1 greylisted", FailureScope.Lane)]
    [InlineData(nameof(SmtpPhase.Recipient), "451 4.7.1 greylisted", FailureScope.Lane)]
    public void A_limit_is_waited_out_and_does_not_count(string phase, string reply, FailureScope scope)
    {
        var outcome = Assert.IsType<RetryAfter>(Classify(phase, reply));

        Assert.Equal((RetryCause.Throttled, scope), (outcome.Cause, outcome.Scope));
    }

    [Theory]
    [InlineData("550 5.1.1 no such user", "mailbox_unknown")]
    [InlineData("550 5.1.2 no such host", "mailbox_unknown")]
    [InlineData("553 5.1.3 bad address", "mailbox_unknown")]
    [InlineData("550 5.1.6 moved", "mailbox_unknown")]
    [InlineData("550 5.1.10 null mx", "mailbox_unknown")]
    [InlineData("550 no such user", "mailbox_unknown")]
    [InlineData("551 moved", "mailbox_unknown")]
    [InlineData("553 odd", "mailbox_unknown")]
    [InlineData("550 5.2.1 disabled", "mailbox_disabled")]
    [InlineData("556 takes no mail", "domain_takes_no_mail")]
    [InlineData("521 takes no mail", "domain_takes_no_mail")]
    [InlineData("550 5.4.1 refused", "domain_takes_no_mail")]
    [InlineData("550 5.4.4 no route", "domain_takes_no_mail")]
    public void The_recipient_is_at_fault(string reply, string reason)
    {
        var outcome = Assert.IsType<Rejected>(Classify(nameof(SmtpPhase.Recipient), reply));

        Assert.Equal((reason, RejectedPart.Recipient), (outcome.Reason, outcome.Part));
    }

    [Theory]
    [InlineData(nameof(SmtpPhase.Mail), "552 5.3.4 too big", "message_too_big")]
    [InlineData(nameof(SmtpPhase.FinalDot), "552 5.3.4 too big", "message_too_big")]
    [InlineData(nameof(SmtpPhase.FinalDot), "552 5.2.3 too big", "message_too_big")]
    [InlineData(nameof(SmtpPhase.FinalDot), "554 5.6.0 virus", "content_refused")]
    [InlineData(nameof(SmtpPhase.FinalDot), "550 5.7.1 looks like spam", "policy_refused")]
    [InlineData(nameof(SmtpPhase.Recipient), "554 5.7.1 not wanted", "policy_refused")]
    public void The_message_is_at_fault(string phase, string reply, string reason)
    {
        var outcome = Assert.IsType<Rejected>(Classify(phase, reply));

        Assert.Equal((reason, RejectedPart.Message), (outcome.Reason, outcome.Part));
    }

    [Theory]
    [InlineData(nameof(SmtpPhase.Authenticate), "535 5.7.8 wrong", FailureScope.Account)]
    [InlineData(nameof(SmtpPhase.Authenticate), "534 5.7.9 too weak", FailureScope.Account)]
    [InlineData(nameof(SmtpPhase.Authenticate), "538 5.7.11 encrypt first", FailureScope.Account)]
    [InlineData(nameof(SmtpPhase.Mail), "530 5.7.0 authenticate first", FailureScope.Account)]
    [InlineData(nameof(SmtpPhase.Mail), "550 5.1.8 bad sender", FailureScope.Sender)]
    [InlineData(nameof(SmtpPhase.Mail), "553 5.1.7 bad sender", FailureScope.Sender)]
    [InlineData(nameof(SmtpPhase.Mail), "550 5.7.1 not you", FailureScope.Sender)]
    [InlineData(nameof(SmtpPhase.Recipient), "550 5.7.1 relaying denied", FailureScope.Account)]
    [InlineData(nameof(SmtpPhase.Recipient), "554 5.7.1 please authenticate", FailureScope.Account)]
    [InlineData(nameof(SmtpPhase.FinalDot), "550 5.7.20 no DKIM", FailureScope.Sender)]
    [InlineData(nameof(SmtpPhase.FinalDot), "550 5.7.26 no SPF nor DKIM", FailureScope.Sender)]
    [InlineData(nameof(SmtpPhase.Data), "503 5.5.1 bad sequence", FailureScope.Account)]
    [InlineData(nameof(SmtpPhase.Hello), "502 5.5.2 no EHLO here", FailureScope.Account)]
    public void Our_account_or_sender_is_at_fault(string phase, string reply, FailureScope scope) =>
        Assert.Equal(scope, Assert.IsType<Misconfigured>(Classify(phase, reply)).Scope);

    [Theory]
    [InlineData("tls_not_offered")]
    [InlineData("authentication_not_offered")]
    [InlineData("password_without_tls")]
    public void A_relay_that_lacks_what_our_settings_demand_is_a_matter_of_settings(string fault) =>
        Assert.IsType<Misconfigured>(SmtpClassifier.Classify(new(SmtpPhase.Secure, null, fault), MessageId));

    [Fact]
    public void A_421_to_the_dot_leaves_it_open() => Assert.IsType<Uncertain>(Classify(nameof(SmtpPhase.FinalDot), "421 4.3.2 closing"));

    [Fact]
    public void A_message_taken_is_only_queued_and_keeps_the_relays_words()
    {
        var outcome = Assert.IsType<Delivered>(Classify(nameof(SmtpPhase.FinalDot), "250 2.0.0 Queued as Q1"));

        Assert.Equal((MessageId, Acceptance.Queued, "Queued as Q1"), (outcome.MessageId, outcome.Acceptance, outcome.Detail));
    }

    private static DeliveryOutcome Classify(string phase, string reply) => SmtpClassifier.Classify(new(Enum.Parse<SmtpPhase>(phase), SmtpReply.Parse([reply])), MessageId);
}

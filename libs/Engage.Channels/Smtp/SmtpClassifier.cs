namespace Engage.Channels.Smtp;

/// <summary>What the end of a session means: by phase, then enhanced code (RFC 3463), then basic code (RFC 5321).</summary>
/// <remarks>Pure.</remarks>
internal static class SmtpClassifier
{
    private static readonly TimeSpan GreylistWait = TimeSpan.FromMinutes(5);

    /// <param name="verdict">The end of the session.</param>
    /// <param name="messageId">The id of a message that was taken.</param>
    public static DeliveryOutcome Classify(SmtpVerdict verdict, string messageId) => verdict switch
    {
        { Reply: null, Fault: "tls_not_offered" or "authentication_not_offered" or "password_without_tls" } =>
            new Misconfigured(verdict.Fault, null, FailureScope.Account, "The relay's settings do not fit ours: check the port, the kind of TLS and the login."),
        { Reply: null, Phase: SmtpPhase.FinalDot } => new Uncertain(verdict.Fault ?? "connection_closed"),
        { Reply: null } => new RetryAfter(verdict.Fault ?? "connection_closed", null, RetryCause.Transient),
        { Phase: SmtpPhase.FinalDot, Reply.IsPositive: true } => new Delivered(messageId, Acceptance.Queued) { Detail = verdict.Reply.Text },
        { Phase: SmtpPhase.FinalDot, Reply.Code: 421 } => new Uncertain("relay_closing", verdict.Reply.Codes), // 421 may answer the dot, or announce a shutdown that crossed it.
        { Reply.Code: >= 500 and <= 504 } => new Misconfigured("command_refused", verdict.Reply.Codes),
        { Phase: <= SmtpPhase.Secure } => new RetryAfter("relay_unavailable", verdict.Reply.Codes, RetryCause.Transient, FailureScope.Account),
        { Phase: SmtpPhase.Authenticate } => Authenticating(verdict.Reply),
        { Reply.Code: 421 } => new RetryAfter("relay_closing", verdict.Reply.Codes, RetryCause.Transient),
        { Phase: SmtpPhase.Mail } => Sender(verdict.Reply),
        { Phase: SmtpPhase.Recipient } => Recipient(verdict.Reply),
        _ => Content(verdict.Reply),
    };

    private static DeliveryOutcome Authenticating(SmtpReply reply) => reply.Code < 500
        ? new RetryAfter("authentication_unavailable", reply.Codes, RetryCause.Transient, FailureScope.Account)
        : new Misconfigured("authentication_refused", reply.Codes, FailureScope.Account, "The relay refuses the user name or password.");

    private static DeliveryOutcome Sender(SmtpReply reply) => (reply.Code, reply.Enhanced) switch
    {
        (552, _) or (_, "5.3.4") => new Rejected("message_too_big", reply.Codes, RejectedPart.Message),
        (530, _) or (535, _) => new Misconfigured("authentication_refused", reply.Codes),
        ( >= 500, _) => new Misconfigured("sender_refused", reply.Codes, FailureScope.Sender, "The relay does not take mail from the sender's address."),
        (452, _) or (_, "4.3.1" or "4.4.5") => new RetryAfter("relay_busy", reply.Codes, RetryCause.Throttled, FailureScope.Account),
        _ => new RetryAfter("sender_deferred", reply.Codes, RetryCause.Transient),
    };

    private static DeliveryOutcome Recipient(SmtpReply reply) => (reply.Code, reply.Enhanced) switch
    {
        (450 or 451, "4.7.1") => new RetryAfter("greylisted", reply.Codes, RetryCause.Throttled, FailureScope.Lane, GreylistWait),
        ( < 500, _) => new RetryAfter("recipient_deferred", reply.Codes, RetryCause.Transient),
        (552, _) or (_, "5.2.2") => new RetryAfter("mailbox_full", reply.Codes, RetryCause.Transient), // "Permanent", yet people empty their mailboxes.
        (_, "5.7.1" or "5.7.0") or (554, "" or "5.7.25") => Policy(reply),
        (530, _) => new Misconfigured("authentication_refused", reply.Codes),
        (521 or 556, _) or (_, "5.4.1" or "5.4.4") => Gone("domain_takes_no_mail", reply, "The recipient's domain takes no mail. Correct the address."),
        (_, "5.2.1") => Gone("mailbox_disabled", reply, "The mailbox is disabled. Use another address."),
        (550 or 551 or 553, _) or (_, "5.1.1" or "5.1.2" or "5.1.3" or "5.1.6" or "5.1.10") => Gone("mailbox_unknown", reply, "There is no such mailbox. Correct the address."),
        _ => new RetryAfter("refused", reply.Codes, RetryCause.Unrecognised),
    };

    private static DeliveryOutcome Content(SmtpReply reply) => (reply.Code, reply.Enhanced) switch
    {
        ( < 500, _) => new RetryAfter("message_deferred", reply.Codes, RetryCause.Transient),
        (_, "5.3.4" or "5.2.3") or (552, _) => new Rejected("message_too_big", reply.Codes, RejectedPart.Message),
        _ when IsSenderAuthentication(reply.Enhanced) => new Misconfigured("sender_not_authenticated", reply.Codes, FailureScope.Sender, "SPF, DKIM or DMARC of the sender's domain fails."),
        _ when reply.Enhanced.StartsWith("5.6.", StringComparison.Ordinal) => new Rejected("content_refused", reply.Codes, RejectedPart.Message),
        (_, "5.7.1" or "5.7.0") or (554, _) => Policy(reply),
        _ => new Rejected("content_refused", reply.Codes, RejectedPart.Message),
    };

    /// <summary>5.7.1 says all or nothing; the text is what there is to tell a closed relay from a disliked message.</summary>
    private static DeliveryOutcome Policy(SmtpReply reply) =>
        reply.Text.Contains("relay", StringComparison.OrdinalIgnoreCase) || reply.Text.Contains("authenticat", StringComparison.OrdinalIgnoreCase)
            ? new Misconfigured("relaying_denied", reply.Codes, FailureScope.Account, "The relay does not take mail from us for other domains: check the login and our address.")
            : new Rejected("policy_refused", reply.Codes, RejectedPart.Message);

    private static bool IsSenderAuthentication(string enhanced) =>
        enhanced.StartsWith("5.7.", StringComparison.Ordinal) && int.TryParse(enhanced.AsSpan(4), out var detail) && detail is >= 20 and <= 27;

    private static Rejected Gone(string reason, SmtpReply reply, string hint) => new(reason, reply.Codes, RejectedPart.Recipient, hint);
}

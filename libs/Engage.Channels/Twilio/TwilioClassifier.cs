using System.Globalization;
using Engage.Channels.Http;

namespace Engage.Channels.Twilio;

/// <summary>What Twilio's answers to a new message, and its later reports, mean.</summary>
/// <remarks>Codes: twilio.com/docs/api/errors. Pure.</remarks>
internal static class TwilioClassifier
{
    private static readonly TimeSpan FullQueueWait = TimeSpan.FromMinutes(5);

    public static DeliveryOutcome Classify(TwilioReply reply) => reply.Http switch
    {
        { Fault: "timeout" or "connection_closed", BodyLeft: true } http => new Uncertain(http.Fault),
        { Fault: { } fault } => new RetryAfter(fault, null, RetryCause.Transient),
        { Status: >= 200 and < 300 } when reply.Text("sid") is { Length: > 0 } sid => new Delivered(sid, Acceptance.Queued),
        { Status: >= 200 and < 300 } => new Uncertain("unreadable_answer", Number(reply.Http.Status)),
        { Status: 429 } when reply.Code is null or 20429 => Throttled(reply.Http),
        _ when reply.Code is { } code && ByCode(code, reply.Http) is { } known => known,
        { Status: >= 500 } => new Uncertain("server_error", Number(reply.Code ?? reply.Http.Status)),
        { Status: 401 or 403 } => new Misconfigured("account_refused", Number(reply.Code ?? reply.Http.Status)),
        { Status: 404 } => new Misconfigured("account_not_found", Number(reply.Code ?? reply.Http.Status)),
        { Status: 429 } => Throttled(reply.Http),
        _ => new RetryAfter("refused", Number(reply.Code ?? reply.Http.Status), RetryCause.Unrecognised),
    };

    /// <summary>A status callback that ends a message badly, by its <c>ErrorCode</c>.</summary>
    public static DeliveryOutcome ClassifyReport(int code) => code switch
    {
        30001 => new RetryAfter("sender_queue_full", Number(code), RetryCause.Throttled, FailureScope.Sender, FullQueueWait),
        30003 or 30008 or 30410 => new RetryAfter("carrier_failed", Number(code), RetryCause.Transient),
        30036 => new Rejected("expired", Number(code), RejectedPart.Message),
        _ => ByCode(code, HttpAnswer.Failed("report", bodyLeft: true)) ?? new RetryAfter("refused", Number(code), RetryCause.Unrecognised),
    };

    private static DeliveryOutcome? ByCode(int code, HttpAnswer http) => code switch
    {
        20429 => Throttled(http),
        21611 => new RetryAfter("sender_queue_full", Number(code), RetryCause.Throttled, FailureScope.Sender, http.RetryAfter ?? FullQueueWait),
        14107 => new RetryAfter("too_many_to_number", Number(code), RetryCause.Throttled, FailureScope.Lane, http.RetryAfter ?? FullQueueWait),
        30022 or 30023 or 30027 => new RetryAfter("sender_rate", Number(code), RetryCause.Throttled, FailureScope.Sender, http.RetryAfter ?? FullQueueWait),
        63038 => new RetryAfter("account_daily_limit", Number(code), RetryCause.Throttled, FailureScope.Account, RetryAfterHeader.Longest),

        21211 or 21217 or 21614 or 30005 => Recipient(code, "invalid_number", "The number is not one that takes SMS. Correct it in the player's profile or in the rule."),
        21635 or 30006 => Recipient(code, "landline", "The number is a landline. Use a mobile number."),
        30004 => Recipient(code, "blocked_by_recipient", "The recipient or the carrier blocks our messages."),
        21612 => Recipient(code, "no_route", "This sender cannot reach the number. Use another sender for that country."),
        21608 => Recipient(code, "unverified_number", "A trial account sends only to verified numbers."),
        21610 => new Rejected("opted_out", Number(code), RejectedPart.OptedOutRecipient, "The number replied STOP. Only its owner can take that back, by replying START."),

        21408 or 21215 or 30450 => new Misconfigured("country_not_enabled", Number(code), FailureScope.Country, "Sending to this country is not enabled. Enable it in the account's geographic permissions."),

        21602 or 21604 or 21605 or 21617 or 21618 or 21619 or 21620 or 21623 or 21627 or 21652 or 21653 or 21654 or 21655 or 21656 or 21658 =>
            new Rejected(code == 21617 ? "text_too_long" : "message_refused", Number(code), RejectedPart.Message),
        30007 => new Rejected("filtered_by_carrier", Number(code), RejectedPart.Message, "Carriers filtered the text as unwanted. Look at the text and at the sender's registration."),
        30009 or 30010 or 30011 => new Rejected("message_refused", Number(code), RejectedPart.Message),
        21609 or 21624 => new Rejected("our_settings_refused", Number(code), RejectedPart.MessageByOurFault),

        21601 or 21603 or 21606 or 21607 or 21210 or 21212 or 21616 or 21657 or 21701 or 21702 or 21703 or 21704 or 21705 or 21709 or 30024 or 30032 or 30034 or 30035 =>
            new Misconfigured("sender_refused", Number(code), FailureScope.Sender, "The sender may not send. Check the number, the messaging service and its registration."),
        20003 or 20403 or 20404 or 10001 or 20005 or 20006 or 20008 or 30002 =>
            new Misconfigured("account_refused", Number(code), FailureScope.Account, "The account or its credentials are not valid."),

        20500 or 20503 => new Uncertain("server_error", Number(code)),
        _ => null,
    };

    private static RetryAfter Throttled(HttpAnswer http) => new("rate_limited", "20429", RetryCause.Throttled, FailureScope.Account, http.RetryAfter);

    private static Rejected Recipient(int code, string reason, string hint) => new(reason, Number(code), RejectedPart.Recipient, hint);

    private static string Number(int code) => code.ToString(CultureInfo.InvariantCulture);
}

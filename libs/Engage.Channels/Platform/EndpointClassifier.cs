using System.Globalization;
using System.Text.Json;
using Engage.Channels.Http;

namespace Engage.Channels.Platform;

/// <summary>What an endpoint's answer means. Nothing is uncertain: the idempotency key makes a repeated call harmless.</summary>
/// <remarks>Pure.</remarks>
internal static class EndpointClassifier
{
    public static DeliveryOutcome Classify(HttpAnswer answer, string idempotencyKey) => answer switch
    {
        { Fault: "address_refused" } => new Misconfigured("address_refused", null, FailureScope.Account, "The endpoint's host resolves to an address of our own network, which is not allowed."),
        { Fault: { } fault } => new RetryAfter(fault, null, RetryCause.Transient),
        { Status: >= 200 and < 300 } => new Delivered(idempotencyKey, Acceptance.Final) { Shortfall = Shortfall(answer.Body) },
        { Status: 409 } => new Delivered(idempotencyKey, Acceptance.Final), // The key is known: done before.
        { Status: 429 } or { Status: 503, RetryAfter: not null } => new RetryAfter("rate_limited", Number(answer), RetryCause.Throttled, FailureScope.Account, answer.RetryAfter),
        { Status: 404 or 410 } => new Rejected("player_unknown", Number(answer), RejectedPart.Recipient, "The endpoint does not know the player."),
        { Status: 400 or 413 or 415 or 422 } => new Rejected("call_refused", Number(answer), RejectedPart.Message),
        { Status: 401 or 403 or 407 } => new Misconfigured("not_authorised", Number(answer), FailureScope.Account, "The endpoint refuses our token."),
        { Status: >= 300 and < 400 } => new Misconfigured("redirected", Number(answer), FailureScope.Account, "The endpoint redirects; calls follow no redirects. Configure the final address."),
        { Status: 405 or 501 } => new Misconfigured("method_refused", Number(answer), FailureScope.Account, "The endpoint takes no POST at this address."),
        { Status: >= 500 } or { Status: 408 or 425 } => new RetryAfter("server_error", Number(answer), RetryCause.Transient, Delay: answer.RetryAfter),
        _ => new RetryAfter("refused", Number(answer), RetryCause.Unrecognised),
    };

    /// <summary>The <c>shortfall</c> of a JSON answer; null for any other answer, which is the endpoint's good right.</summary>
    private static decimal? Shortfall(string body)
    {
        if (body.Length == 0) return null;
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("shortfall", out var value)
                && value.ValueKind == JsonValueKind.Number
                && value.TryGetDecimal(out var shortfall) && shortfall != 0 ? shortfall : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Number(HttpAnswer answer) => answer.Status.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Engage.Sandbox.Faults;
using Engage.Sandbox.Http;
using Engage.Sandbox.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Engage.Sandbox.Twilio;

/// <summary>Twilio's Messages resource, version 2010-04-01.</summary>
internal sealed class TwilioEndpoint(
    TwilioAccount account, TwilioCallbacks callbacks, FaultPlan faults, DeliveryLedger ledger, SandboxOptions options, string token)
{
    private int busy;

    public async Task CreateAsync(HttpContext http, string accountSid)
    {
        if (await CutBeforeBodyAsync(http, "messages.create").ConfigureAwait(false)) return;

        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync().ConfigureAwait(false) : FormCollection.Empty;
        var to = form["To"].ToString();
        var mark = Mark(form["StatusCallback"].ToString(), "d");
        var attempt = ledger.CountAttempt("sms", mark);
        if (faults.Next("sms", "messages.create", to) is { } fault)
        {
            if (fault.AcceptsFirst) Accept(form, mark, attempt);
            if (await FaultAnswer.ApplyAsync(http, fault, Refusal).ConfigureAwait(false)) return;
        }

        await AuthorisedAsync(http, accountSid, () =>
        {
            var (message, error) = Accept(form, mark, attempt);
            return message is null ? (error!.Status, error.ToJson()) : (StatusCodes.Status201Created, message.ToJson());
        }).ConfigureAwait(false);
    }

    public Task ListAsync(HttpContext http, string accountSid) => ReadAsync(http, accountSid, "messages.list", () =>
    {
        var query = http.Request.Query;
        var (to, from) = (query["To"].ToString(), query["From"].ToString());
        var since = DateTimeOffset.TryParse(query["DateSent>"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : default;
        var pageSize = int.TryParse(query["PageSize"], out var size) ? Math.Clamp(size, 1, 1_000) : 50;
        var page = account.Messages
            .Where(message => (to.Length == 0 || message.To == to) && (from.Length == 0 || message.From == from) && message.CreatedAt >= since)
            .Reverse().Take(pageSize).Select(message => message.Describe());
        return (StatusCodes.Status200OK, new JsonObject { ["messages"] = new JsonArray([.. page]), ["next_page_uri"] = null }.ToJsonString());
    });

    public Task FetchAsync(HttpContext http, string accountSid, string sid) => ReadAsync(http, accountSid, "messages.fetch", () =>
        account.Messages.FirstOrDefault(message => message.Sid == sid) is { } message
            ? (StatusCodes.Status200OK, message.ToJson())
            : (StatusCodes.Status404NotFound, new TwilioError(404, 20404, "The requested resource was not found.").ToJson()));

    public Task FetchAccountAsync(HttpContext http, string accountSid) => ReadAsync(http, accountSid, "accounts.fetch", () =>
        (StatusCodes.Status200OK, new JsonObject { ["sid"] = account.Sid, ["status"] = "active" }.ToJsonString()));

    private (TwilioMessage? Message, TwilioError? Error) Accept(IFormCollection form, string? mark, int attempt)
    {
        var from = form["From"].ToString() is { Length: > 0 } number ? number : form["MessagingServiceSid"].ToString();
        var (message, error) = account.Create(form["To"], from, form["Body"]);
        if (message is null) return (null, error);

        var callback = form["StatusCallback"].ToString();
        ledger.Accept(new(message.Sid, "sms", message.To, message.To, Mark(callback, "p"), mark, message.Body, message.CreatedAt, attempt));
        callbacks.Follow(message, callback);
        return (message, null);
    }

    private async Task ReadAsync(HttpContext http, string accountSid, string method, Func<(int Status, string Body)> answer)
    {
        var fault = faults.Next("sms", method);
        if (fault is not null && await FaultAnswer.ApplyAsync(http, fault, Refusal).ConfigureAwait(false)) return;
        await AuthorisedAsync(http, accountSid, answer).ConfigureAwait(false);
    }

    private async Task AuthorisedAsync(HttpContext http, string accountSid, Func<(int Status, string Body)> answer)
    {
        var inFlight = Interlocked.Increment(ref busy);
        try
        {
            var (status, body) = Refuse(http, accountSid, inFlight) is { } error ? (error.Status, error.ToJson()) : answer();
            http.Response.StatusCode = status;
            await http.WriteJsonAsync(body).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref busy);
        }
    }

    private TwilioError? Refuse(HttpContext http, string accountSid, int inFlight)
    {
        var expected = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{account.Sid}:{token}"));
        if (http.Request.Headers.Authorization.ToString() != expected) return new(401, 20003, "Authenticate");
        if (accountSid != account.Sid) return new(404, 20404, "The requested resource was not found.");
        if (options.TwilioConcurrency > 0 && inFlight > options.TwilioConcurrency) return new(429, 20429, "Too many concurrent requests.");
        return null;
    }

    private async Task<bool> CutBeforeBodyAsync(HttpContext http, string method)
    {
        var early = faults.NextBeforeBody("sms", method);
        return early is not null && await FaultAnswer.ApplyAsync(http, early, Refusal).ConfigureAwait(false);
    }

    private static (int Status, string Body) Refusal(FaultEffect fault)
    {
        var code = int.TryParse(fault.Error, out var number) ? number : fault.Status == 429 ? 20429 : 20500;
        var status = fault.Status ?? (fault.RetryAfter is not null ? 429 : 400);
        return (status, new TwilioError(status, code, "A fault rule answered.").ToJson());
    }

    /// <summary>The engine marks its messages in the callback's query: <c>d</c> is the delivery, <c>p</c> the player.</summary>
    private static string? Mark(string callback, string name)
    {
        var query = callback.IndexOf('?', StringComparison.Ordinal);
        if (query < 0) return null;
        var value = QueryHelpers.ParseQuery(callback[query..]).GetValueOrDefault(name).ToString();
        return value.Length == 0 ? null : value;
    }
}

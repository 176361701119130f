using System.Globalization;
using Engage.Sandbox.Faults;
using Engage.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Engage.Sandbox.Slack;

/// <summary>Slack's Web API: always HTTP 200 with <c>ok</c>, except 429 with <c>Retry-After</c>.</summary>
internal sealed class SlackEndpoint(SlackWorkspace workspace, SlackPost post, FaultPlan faults, string token)
{
    public async Task HandleAsync(HttpContext http, string method)
    {
        var early = faults.NextBeforeBody("slack", method);
        if (early is not null)
        {
            await FaultAnswer.ApplyAsync(http, early, Refusal).ConfigureAwait(false);
            return;
        }

        var arguments = await SlackArguments.ReadAsync(http.Request).ConfigureAwait(false);
        var fault = arguments is null ? null : faults.Next("slack", method, post.Recipients(arguments));
        if (fault is not null)
        {
            if (fault.AcceptsFirst) Answer(http, method, arguments!);
            if (await FaultAnswer.ApplyAsync(http, fault, Refusal).ConfigureAwait(false)) return;
        }

        await WriteAsync(http, arguments is null ? SlackAnswer.Error("invalid_form_data") : Answer(http, method, arguments)).ConfigureAwait(false);
    }

    private SlackAnswer Answer(HttpContext http, string method, SlackArguments arguments)
    {
        var sent = http.Request.Headers.Authorization.ToString();
        var given = sent.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? sent["Bearer ".Length..] : arguments.Text("token");
        if (given is null) return SlackAnswer.Error("not_authed");
        if (given != token) return SlackAnswer.Error("invalid_auth");
        if (workspace.TokenRevoked) return SlackAnswer.Error("token_revoked");

        if (workspace.Locked(slack => slack.Limits.TakeCall(method)) is { } wait) return SlackAnswer.Limited(wait);
        if (method == "chat.postMessage") return post.Post(arguments);
        return workspace.Locked(slack => SlackMethods.Call(slack, method, arguments)) ?? SlackAnswer.Error("unknown_method");
    }

    private static (int Status, string Body) Refusal(FaultEffect fault) =>
        (fault.Status ?? (fault.RetryAfter is null ? 200 : 429), SlackAnswer.Error(fault.Error ?? (fault.RetryAfter is null ? "internal_error" : "ratelimited")).Body.ToJsonString());

    private static Task WriteAsync(HttpContext http, SlackAnswer answer)
    {
        if (answer.RetryAfter is { } wait)
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return http.WriteJsonAsync(answer.Body.ToJsonString());
    }
}

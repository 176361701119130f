using Engage.Sandbox.Faults;
using Microsoft.AspNetCore.Http;

namespace Engage.Sandbox.Http;

/// <summary>Carries a fault out on an HTTP request.</summary>
internal static class FaultAnswer
{
    /// <param name="http">The request.</param>
    /// <param name="fault">What it meets.</param>
    /// <param name="refusal">Status and body in the provider's own form, used where the fault gives no body.</param>
    /// <returns>False if the fault only delayed the request, which is now to be answered normally.</returns>
    public static async Task<bool> ApplyAsync(HttpContext http, FaultEffect fault, Func<FaultEffect, (int Status, string Body)> refusal)
    {
        if (fault.DelayMs is { } delayMs) await Task.Delay(delayMs, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (fault.OnlyDelays) return false;

        if (fault.Hang)
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else if (fault.Reset is not null)
        {
            http.Abort();
        }
        else
        {
            var (status, body) = refusal(fault);
            http.Response.StatusCode = status;
            if (fault.RetryAfter is not null) http.Response.Headers.RetryAfter = fault.RetryAfter;
            if (fault.Body is null) await http.WriteJsonAsync(body).ConfigureAwait(false);
            else await http.Response.WriteAsync(fault.Body).ConfigureAwait(false);
        }

        return true;
    }

    public static Task WriteJsonAsync(this HttpContext http, string json)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(json);
    }
}

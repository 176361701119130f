using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engage.Channels.Http;

namespace Engage.Channels.Slack;

/// <summary>Calls methods of Slack's Web API. Reads take forms, writes take JSON: docs.slack.dev/apis/web-api.</summary>
internal sealed class SlackApi(HttpClient http, SlackOptions options, TimeProvider clock)
{
    private const int ListingLimitBytes = 8 * 1024 * 1024;

    private readonly HttpCaller caller = new(http, options.TimeLimit, clock);

    public Task<SlackReply> WriteAsync(string method, JsonObject arguments, CancellationToken cancellation) =>
        CallAsync(method, new TrackedContent(JsonSerializer.SerializeToUtf8Bytes(arguments), "application/json; charset=utf-8"), cancellation);

    public Task<SlackReply> ReadAsync(string method, CancellationToken cancellation, params ReadOnlySpan<(string Name, string Value)> arguments)
    {
        var form = new StringBuilder();
        foreach (var (name, value) in arguments)
        {
            if (form.Length > 0) form.Append('&');
            form.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return CallAsync(method, new TrackedContent(Encoding.ASCII.GetBytes(form.ToString()), "application/x-www-form-urlencoded"), cancellation);
    }

    private async Task<SlackReply> CallAsync(string method, TrackedContent content, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Address, method)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        return SlackReply.Parse(await caller.CallAsync(request, cancellation, ListingLimitBytes).ConfigureAwait(false));
    }
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Engage.Sandbox.Tests;

/// <summary>A sandbox with its clock standing still, and the requests a client would make of it.</summary>
internal sealed class SandboxFixture : IAsyncDisposable
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private SandboxFixture(EngageSandbox sandbox, StandingClock clock)
    {
        (Sandbox, Clock) = (sandbox, clock);
        Http = new HttpClient { BaseAddress = sandbox.Address, Timeout = TimeSpan.FromSeconds(20) };
    }

    public EngageSandbox Sandbox { get; }

    public StandingClock Clock { get; }

    public HttpClient Http { get; }

    public static async Task<SandboxFixture> StartAsync(Func<SandboxOptions, SandboxOptions>? with = null)
    {
        var clock = new StandingClock();
        var options = new SandboxOptions { Clock = clock, SlackRecipients = ["#vip", "#quiet", "@ada", "grace@casino.example"] };
        return new(await EngageSandbox.StartAsync(with is null ? options : with(options), Cancelled), clock);
    }

    public async Task<JsonObject> SlackAsync(string method, JsonObject arguments, string? token = null) =>
        Parse(await (await SlackRawAsync(method, arguments, token)).Content.ReadAsStringAsync(Cancelled));

    public async Task<HttpResponseMessage> SlackRawAsync(string method, JsonObject arguments, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Sandbox.SlackAddress, method)) { Content = JsonContent.Create(arguments) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Sandbox.SlackToken);
        return await Http.SendAsync(request, Cancelled);
    }

    public Task<JsonObject> PostAsync(string channel, string text, string? mark = null) => SlackAsync("chat.postMessage", new JsonObject
    {
        ["channel"] = channel,
        ["text"] = text,
        ["metadata"] = mark is null ? null : new JsonObject { ["event_type"] = "engage", ["event_payload"] = new JsonObject { ["delivery_id"] = mark } },
    });

    public async Task<(int Status, JsonObject Body)> SmsAsync(string to, string body = "hello", string from = "+15005550006", string? callback = null)
    {
        var form = new Dictionary<string, string> { ["To"] = to, ["From"] = from, ["Body"] = body };
        if (callback is not null) form["StatusCallback"] = callback;
        using var request = new HttpRequestMessage(HttpMethod.Post, Messages) { Content = new FormUrlEncodedContent(form) };
        return await TwilioAsync(request);
    }

    public async Task<(int Status, JsonObject Body)> TwilioAsync(HttpRequestMessage request, string? token = null)
    {
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Sandbox.TwilioSid}:{token ?? Sandbox.TwilioToken}")));
        using var answer = await Http.SendAsync(request, Cancelled);
        return ((int)answer.StatusCode, Parse(await answer.Content.ReadAsStringAsync(Cancelled)));
    }

    public Uri Messages => new(Sandbox.TwilioAddress, $"Accounts/{Sandbox.TwilioSid}/Messages.json");

    public async Task<(int Status, JsonObject Body)> PlatformAsync(string key, string type, int points, string player = "p1")
    {
        var action = new JsonObject { ["action_id"] = key, ["type"] = type, ["player_id"] = player, ["points"] = points, ["times"] = 1 };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Sandbox.PlatformAddress, "actions")) { Content = JsonContent.Create(action) };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await Http.SendAsync(request, Cancelled);
        return ((int)answer.StatusCode, Parse(await answer.Content.ReadAsStringAsync(Cancelled)));
    }

    public async Task<HttpResponseMessage> AdminAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, "_admin/" + path) { Content = body is null ? null : JsonContent.Create(body) };
        return await Http.SendAsync(request, Cancelled);
    }

    public async Task<JsonArray> AdminListAsync(string path) => JsonNode.Parse(await Http.GetStringAsync("_admin/" + path, Cancelled))!.AsArray();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Sandbox.DisposeAsync();
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}

using System.Text.Json.Nodes;

namespace Engage.Sandbox.Slack;

/// <summary>The answer of a Web API method: <c>ok: true</c> with fields, <c>ok: false</c> with an error, or 429.</summary>
internal sealed record SlackAnswer(JsonObject Body, TimeSpan? RetryAfter = null)
{
    public static SlackAnswer Ok(params IEnumerable<KeyValuePair<string, JsonNode?>> fields) =>
        new(new JsonObject([KeyValuePair.Create<string, JsonNode?>("ok", true), .. fields]));

    public static SlackAnswer Error(string error) => new(new JsonObject { ["ok"] = false, ["error"] = error });

    public static SlackAnswer Limited(TimeSpan wait) => new(new JsonObject { ["ok"] = false, ["error"] = "ratelimited" }, wait);

    public static KeyValuePair<string, JsonNode?> Field(string name, JsonNode? value) => KeyValuePair.Create(name, value);
}

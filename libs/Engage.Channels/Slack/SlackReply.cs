using System.Text.Json;
using Engage.Channels.Http;

namespace Engage.Channels.Slack;

/// <summary>An answer of the Web API: the transport's, and what its JSON says.</summary>
/// <param name="Http">The transport's part.</param>
/// <param name="Ok">The body's <c>ok</c>; null where the body is no JSON object with one.</param>
/// <param name="Error">The body's <c>error</c>; null with <c>ok: true</c>.</param>
/// <param name="Body">The whole body; undefined where it is no JSON object.</param>
internal sealed record SlackReply(HttpAnswer Http, bool? Ok, string? Error, JsonElement Body)
{
    public static SlackReply Parse(HttpAnswer http)
    {
        if (http.Body.Length == 0) return new(http, null, null, default);
        try
        {
            using var document = JsonDocument.Parse(http.Body);
            var body = document.RootElement.Clone();
            if (body.ValueKind != JsonValueKind.Object) return new(http, null, null, default);
            var ok = body.TryGetProperty("ok", out var flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False ? flag.GetBoolean() : (bool?)null;
            return new(http, ok, Text(body, "error"), body);
        }
        catch (JsonException)
        {
            return new(http, null, null, default);
        }
    }

    /// <summary>The text under a path of property names; null where it is absent or no text.</summary>
    public string? Text(params ReadOnlySpan<string> path)
    {
        var node = Body;
        foreach (var name in path)
        {
            if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty(name, out node)) return null;
        }

        return node.ValueKind == JsonValueKind.String ? node.GetString() : null;
    }

    /// <summary>The items of a list; none where it is absent.</summary>
    public IEnumerable<JsonElement> Items(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static string? Text(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

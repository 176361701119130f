using System.Text.Json;
using Engage.Channels.Http;

namespace Engage.Channels.Twilio;

/// <summary>An answer of Twilio's: the transport's part, and what its JSON says.</summary>
/// <param name="Http">The transport's part.</param>
/// <param name="Code">Twilio's error code; null without one.</param>
/// <param name="Body">The whole body; undefined where it is no JSON object.</param>
internal sealed record TwilioReply(HttpAnswer Http, int? Code, JsonElement Body)
{
    public static TwilioReply Parse(HttpAnswer http)
    {
        if (http.Body.Length == 0) return new(http, null, default);
        try
        {
            using var document = JsonDocument.Parse(http.Body);
            var body = document.RootElement.Clone();
            if (body.ValueKind != JsonValueKind.Object) return new(http, null, default);
            var code = body.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value) ? value : (int?)null;
            return new(http, code, body);
        }
        catch (JsonException)
        {
            return new(http, null, default);
        }
    }

    /// <summary>A text property; null where it is absent or no text.</summary>
    public string? Text(string name) => Text(Body, name);

    public static string? Text(JsonElement node, string name) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Engage.Sandbox.Slack;

/// <summary>The arguments of a Web API call: query, then a form or a JSON object as body.</summary>
internal sealed class SlackArguments
{
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly JsonObject? json;

    private SlackArguments(JsonObject? json) => this.json = json;

    /// <returns>Null if the body is neither.</returns>
    public static async Task<SlackArguments?> ReadAsync(HttpRequest request)
    {
        JsonObject? json = null;
        IFormCollection? form = null;
        if (request.HasFormContentType)
        {
            form = await request.ReadFormAsync().ConfigureAwait(false);
        }
        else if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true)
        {
            json = await ReadJsonAsync(request).ConfigureAwait(false);
            if (json is null) return null;
        }

        var arguments = new SlackArguments(json);
        foreach (var (name, value) in request.Query) arguments.texts[name] = value.ToString();
        if (form is not null)
        {
            foreach (var (name, value) in form) arguments.texts[name] = value.ToString();
        }

        return arguments;
    }

    /// <summary>The argument as text; null where it is absent or empty.</summary>
    public string? Text(string name)
    {
        var value = json?[name] is JsonValue node ? node.ToString() : texts.GetValueOrDefault(name);
        return string.IsNullOrEmpty(value) ? null : value;
    }

    public bool Flag(string name) => Text(name) is "true" or "True" or "1";

    public int Number(string name, int otherwise) => int.TryParse(Text(name), out var value) ? value : otherwise;

    /// <summary>The argument as an object, also where a form carries it as JSON text.</summary>
    public JsonObject? Object(string name)
    {
        if (json?[name] is JsonObject node) return (JsonObject)node.DeepClone();
        if (Text(name) is not { } text) return null;
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<JsonObject?> ReadJsonAsync(HttpRequest request)
    {
        try
        {
            return await JsonNode.ParseAsync(request.Body).ConfigureAwait(false) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Engage.Avro.Json;
using Microsoft.AspNetCore.Http;

namespace Engage.SchemaRegistry.Embedded;

/// <summary>Bodies of requests and answers.</summary>
internal static class RegistryJson
{
    public const string ContentType = "application/vnd.schemaregistry.v1+json";

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static IResult Answer(object body) => Results.Json(body, Options, ContentType);

    /// <summary>The schema of a body <c>{"schema": text, "schemaType": "AVRO", "references": [], "id": n, "version": n}</c>.</summary>
    public static async Task<SchemaCandidate> ReadSchemaAsync(HttpRequest request)
    {
        var body = await ReadAsync<SchemaBody>(request).ConfigureAwait(false);
        if (body.SchemaType is not null and not "AVRO") throw RegistryException.InvalidSchema($"schema type {body.SchemaType} is not supported here, only AVRO");
        if (string.IsNullOrWhiteSpace(body.Schema)) throw RegistryException.InvalidSchema("Empty schema");
        return new SchemaCandidate(Minify(body.Schema), body.References ?? [], body.Id > 0 ? body.Id : null, body.Version > 0 ? body.Version : null);
    }

    public static async Task<T> ReadAsync<T>(HttpRequest request)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, Options, request.HttpContext.RequestAborted).ConfigureAwait(false)
                ?? throw RegistryException.InvalidBody("The body is empty.");
        }
        catch (JsonException mistake)
        {
            throw RegistryException.InvalidBody($"The body is not the JSON expected: {mistake.Message}");
        }
    }

    private static string Minify(string schema)
    {
        try
        {
            return AvroJson.Write(AvroJson.Parse(schema));
        }
        catch (JsonTextException mistake)
        {
            throw RegistryException.InvalidSchema(mistake.Message);
        }
    }

    private sealed record SchemaBody(
        [property: JsonPropertyName("schema")] string? Schema,
        [property: JsonPropertyName("schemaType")] string? SchemaType,
        [property: JsonPropertyName("references")] IReadOnlyList<SchemaReference>? References,
        [property: JsonPropertyName("id")] int? Id,
        [property: JsonPropertyName("version")] int? Version);
}

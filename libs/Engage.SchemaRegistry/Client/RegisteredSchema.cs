using System.Text.Json.Serialization;

namespace Engage.SchemaRegistry.Client;

/// <summary>A version of a subject, as the registry answers it.</summary>
/// <param name="Subject">Topic plus "-value".</param>
/// <param name="Id">Global id: what stands in the wire header.</param>
/// <param name="Version">From 1.</param>
/// <param name="Schema">Schema JSON.</param>
public sealed record RegisteredSchema(
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("id")] int Id,
    [property: JsonPropertyName("version")] int Version,
    [property: JsonPropertyName("schema")] string Schema);

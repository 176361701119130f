using System.Text.Json.Serialization;

namespace Engage.SchemaRegistry.Embedded;

/// <summary>A registered schema whose named types another schema uses.</summary>
internal sealed record SchemaReference(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("version")] int Version);

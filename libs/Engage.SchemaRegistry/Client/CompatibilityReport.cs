using System.Text.Json.Serialization;

namespace Engage.SchemaRegistry.Client;

/// <summary>Whether a schema may become the next version, and the registry's reasons if not.</summary>
public sealed record CompatibilityReport(
    [property: JsonPropertyName("is_compatible")] bool IsCompatible,
    [property: JsonPropertyName("messages")] IReadOnlyList<string>? Messages);

namespace Engage.SchemaRegistry.Embedded;

/// <summary>Where the embedded registry listens and keeps its schemas.</summary>
public sealed record EmbeddedSchemaRegistryOptions
{
    /// <summary>Created if missing; one server at a time.</summary>
    public required string Folder { get; init; }

    /// <summary>TCP port on the loopback address; 0 takes a free one.</summary>
    public int Port { get; init; }
}

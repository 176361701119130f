using Engage.Avro.Schemas;

namespace Engage.Avro.Wire;

/// <summary>For tests and tools that read only what they wrote: every other id is unreadable.</summary>
public sealed class UnboundWriterSchemas : IWriterSchemas
{
    public static UnboundWriterSchemas Instance { get; } = new();

    public WriterSchemaAnswer Ask(int schemaId, AvroSchema reader) => new(WriterSchemaKind.Unreadable, Reason: $"schema id {schemaId} is not the one this process writes, and it has no registry to ask");
}

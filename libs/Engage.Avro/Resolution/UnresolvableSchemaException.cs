namespace Engage.Avro.Resolution;

/// <summary>No value of the writer's schema can be read with the reader's. Every record of that writer is refused until one of the schemas changes.</summary>
public sealed class UnresolvableSchemaException(string message) : Exception(message);

using System;

namespace Engage.Avro.Schemas;

/// <summary>Text that is no valid Avro schema. Fix the text; nothing is wrong with the data.</summary>
/// <param name="what">What is wrong.</param>
/// <param name="offset">Zero-based character offset of the mistake in the schema text.</param>
public sealed class AvroSchemaException(string what, int offset) : Exception($"{what} (at character {offset} of the schema)")
{
    public int Offset { get; } = offset;
}

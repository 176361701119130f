using System;

namespace Engage.Avro.Generator.Shapes;

/// <summary>A valid schema that has no C# shape here.</summary>
internal sealed class UnsupportedSchemaException(string message) : Exception(message);

namespace Engage.Avro.Schemas;

/// <summary>The bound of every recursive walk over a schema: JSON nesting is limited, but types that refer to earlier ones can form chains of any length.</summary>
internal static class SchemaWalk
{
    /// <summary>Levels of types within types; well inside the stack of a thread.</summary>
    public const int DepthMax = 400;

    /// <exception cref="AvroSchemaException">The schema is nested too deeply.</exception>
    public static void Check(int depth)
    {
        if (depth > DepthMax) throw new AvroSchemaException($"types refer to one another over more than {DepthMax} levels", 0);
    }
}

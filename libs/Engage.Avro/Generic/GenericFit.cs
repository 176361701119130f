using Engage.Avro.Schemas;

namespace Engage.Avro.Generic;

/// <summary>Which branch of a union a plain object belongs to.</summary>
internal static class GenericFit
{
    /// <summary>The branch of exactly the value's type, else the first that takes it; −1 when none does.</summary>
    public static int BranchOf(UnionSchema union, object? value)
    {
        var exact = Find(union, branch => IsExact(branch, value));
        return exact >= 0 ? exact : Find(union, branch => Takes(branch, value));
    }

    private static int Find(UnionSchema union, Func<AvroSchema, bool> isRight)
    {
        for (var index = 0; index < union.Branches.Count; index++)
        {
            if (isRight(union.Branches[index])) return index;
        }

        return -1;
    }

    private static bool IsExact(AvroSchema schema, object? value) => (schema.Type, value) switch
    {
        (AvroType.Null, null) or (AvroType.Boolean, bool) or (AvroType.Int, int) or (AvroType.Long, long) => schema.Logical.Kind == LogicalKind.None,
        (AvroType.Float, float) or (AvroType.Double, double) => true,
        (AvroType.String, string) => schema.Logical.Kind == LogicalKind.None,
        (AvroType.Enum, string symbol) => ((EnumSchema)schema).IndexOf(symbol) >= 0,
        (AvroType.Bytes, byte[]) => schema.Logical.Kind != LogicalKind.Decimal,
        (AvroType.Fixed, byte[] bytes) => ((FixedSchema)schema).SizeBytes == bytes.Length,
        (_, decimal) => schema.Logical.Kind == LogicalKind.Decimal,
        (_, DateOnly) => schema.Logical.Kind == LogicalKind.Date,
        (_, TimeOnly) => schema.Logical.Kind is LogicalKind.TimeMillis or LogicalKind.TimeMicros,
        (_, DateTimeOffset) => schema.Logical.Kind is >= LogicalKind.TimestampMillis and <= LogicalKind.LocalTimestampMicros,
        (_, Guid) => schema.Logical.Kind == LogicalKind.Uuid,
        (AvroType.Array, List<object?>) => true,
        (AvroType.Record, IReadOnlyDictionary<string, object?> fields) => ((RecordSchema)schema).Fields.All(field => field.Default is not null || fields.ContainsKey(field.Name))
            && fields.Keys.All(name => ((RecordSchema)schema).Fields.Any(field => field.Name == name)),
        _ => false,
    };

    private static bool Takes(AvroSchema schema, object? value) => (schema.Type, value) switch
    {
        (AvroType.Int, int) or (AvroType.Long, int or long) => true,
        (AvroType.Int, long number) => number == (int)number,
        (AvroType.Float or AvroType.Double, int or long or float or double) => true,
        (AvroType.Map, IReadOnlyDictionary<string, object?>) => true,
        _ => false,
    };
}

using System;
using System.Collections.Generic;
using Engage.Avro.Schemas;

namespace Engage.Avro.Binary;

/// <summary>Schema-driven walk over a payload that knows which field it is in: slower than a generated codec, with the same verdict.</summary>
public static class AvroPayload
{
    /// <summary>Null when <paramref name="payload"/> (no wire header) is exactly one value of <paramref name="schema"/>, else the first mistake with its field path.</summary>
    /// <param name="schema">The schema it was written with.</param>
    /// <param name="payload">The bytes.</param>
    /// <param name="limits"><see cref="AvroLimits.Default"/> when null.</param>
    public static DecodeError? Check(AvroSchema schema, ReadOnlySpan<byte> payload, AvroLimits? limits = null)
    {
        var path = new Stack<PathPart>();
        try
        {
            var reader = new AvroReader(payload, limits ?? AvroLimits.Default);
            Skip(schema, ref reader, path);
            reader.ExpectEnd();
            return null;
        }
        catch (AvroDecodeException refused)
        {
            return refused.Error with { FieldPath = PathPart.Join(path, payload) };
        }
    }

    /// <summary>Adds the field path to an error of a generated codec, which does not keep track of it.</summary>
    /// <param name="error">What the codec found.</param>
    /// <param name="schema">As in <see cref="Check"/>.</param>
    /// <param name="payload">As in <see cref="Check"/>.</param>
    /// <param name="limits">As in <see cref="Check"/>.</param>
    public static DecodeError Locate(DecodeError error, AvroSchema schema, ReadOnlySpan<byte> payload, AvroLimits? limits) =>
        Check(schema, payload, limits) ?? error;

    /// <summary>Steps over one value, checking all of it.</summary>
    /// <exception cref="AvroDecodeException">The bytes are no value of <paramref name="schema"/>.</exception>
    public static void Skip(AvroSchema schema, ref AvroReader reader) => Skip(schema, ref reader, null);

    private static void Skip(AvroSchema schema, ref AvroReader reader, Stack<PathPart>? path)
    {
        switch (schema)
        {
            case PrimitiveSchema primitive: SkipPrimitive(primitive, ref reader); break;
            case EnumSchema symbols: reader.ReadEnumIndex(symbols.Symbols.Count); break;
            case FixedSchema size: SkipFixed(size, ref reader); break;
            case UnionSchema union: Skip(union.Branches[reader.ReadUnionIndex(union.Branches.Count)], ref reader, path); break;
            case RecordSchema record: SkipRecord(record, ref reader, path); break;
            case ArraySchema array: SkipArray(array, ref reader, path); break;
            case MapSchema map: SkipMap(map, ref reader, path); break;
        }
    }

    private static void SkipPrimitive(PrimitiveSchema schema, ref AvroReader reader)
    {
        switch (schema.Type, schema.Logical.Kind)
        {
            case (AvroType.Null, _): break;
            case (AvroType.Boolean, _): reader.ReadBoolean(); break;
            case (AvroType.Int, LogicalKind.Date): reader.ReadDate(); break;
            case (AvroType.Int, LogicalKind.TimeMillis): reader.ReadTimeMillis(); break;
            case (AvroType.Int, _): reader.ReadInt(); break;
            case (AvroType.Long, LogicalKind.TimeMicros): reader.ReadTimeMicros(); break;
            case (AvroType.Long, LogicalKind.TimestampMillis or LogicalKind.LocalTimestampMillis): reader.ReadTimestampMillis(); break;
            case (AvroType.Long, LogicalKind.TimestampMicros or LogicalKind.LocalTimestampMicros): reader.ReadTimestampMicros(); break;
            case (AvroType.Long, _): reader.ReadLong(); break;
            case (AvroType.Float, _): reader.ReadFloat(); break;
            case (AvroType.Double, _): reader.ReadDouble(); break;
            case (AvroType.Bytes, LogicalKind.Decimal) when schema.Logical.Precision <= AvroDecimals.PrecisionMax: reader.ReadDecimal(schema.Logical.Precision, schema.Logical.Scale); break;
            case (AvroType.Bytes, _): reader.ReadBytes(); break;
            case (_, LogicalKind.Uuid): reader.ReadUuid(); break;
            default: reader.ReadUtf8(); break;
        }
    }

    private static void SkipFixed(FixedSchema schema, ref AvroReader reader)
    {
        if (schema.Logical is { Kind: LogicalKind.Decimal, Precision: <= AvroDecimals.PrecisionMax } digits) reader.ReadDecimalFixed(schema.SizeBytes, digits.Precision, digits.Scale);
        else reader.ReadFixed(schema.SizeBytes);
    }

    private static void SkipRecord(RecordSchema schema, ref AvroReader reader, Stack<PathPart>? path)
    {
        reader.Enter();
        foreach (var field in schema.Fields)
        {
            path?.Push(PathPart.Of(field));
            Skip(field.Schema, ref reader, path);
            path?.Pop();
        }

        reader.Leave();
    }

    private static void SkipArray(ArraySchema schema, ref AvroReader reader, Stack<PathPart>? path)
    {
        var block = default(AvroBlock);
        for (var index = 0; reader.NextItem(ref block); index++)
        {
            path?.Push(PathPart.OfItem(index));
            Skip(schema.Items, ref reader, path);
            path?.Pop();
        }
    }

    private static void SkipMap(MapSchema schema, ref AvroReader reader, Stack<PathPart>? path)
    {
        var block = default(AvroBlock);
        while (reader.NextItem(ref block))
        {
            var key = reader.ReadUtf8();
            path?.Push(PathPart.OfKey(reader.Position - key.Length, key.Length));
            Skip(schema.Values, ref reader, path);
            path?.Pop();
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using Engage.Avro.Binary;
using Engage.Avro.Schemas;

namespace Engage.Avro.Generic;

/// <summary>Payloads of any schema as a tree of plain objects, for tools. Workers use generated codecs.</summary>
/// <remarks>
/// null, bool, int, long, float, double, string (also enums), byte[] (bytes, fixed), decimal, DateOnly, TimeOnly, DateTimeOffset, Guid; <c>List&lt;object?&gt;</c> for arrays;
/// <c>Dictionary&lt;string, object?&gt;</c> for records and maps, in the order of the schema or of the payload. Values of a union stand for themselves.
/// </remarks>
public static class GenericDecoder
{
    /// <summary>Reads a whole payload (no wire header).</summary>
    /// <param name="schema">What it was written with.</param>
    /// <param name="payload">The bytes.</param>
    /// <param name="value">The tree; null also where the schema says null.</param>
    /// <param name="error">Null when the payload was read.</param>
    /// <param name="limits"><see cref="AvroLimits.Default"/> when null.</param>
    public static bool TryDecode(AvroSchema schema, ReadOnlySpan<byte> payload, out object? value, [NotNullWhen(false)] out DecodeError? error, AvroLimits? limits = null)
    {
        try
        {
            var reader = new AvroReader(payload, limits ?? AvroLimits.Default);
            value = Read(schema, ref reader);
            reader.ExpectEnd();
            error = null;
            return true;
        }
        catch (AvroDecodeException refused)
        {
            value = null;
            error = AvroPayload.Locate(refused.Error, schema, payload, limits);
            return false;
        }
    }

    private static object? Read(AvroSchema schema, ref AvroReader reader) => schema switch
    {
        PrimitiveSchema primitive => ReadPrimitive(primitive, ref reader),
        EnumSchema symbols => symbols.Symbols[reader.ReadEnumIndex(symbols.Symbols.Count)],
        FixedSchema size => ReadFixed(size, ref reader),
        UnionSchema union => Read(union.Branches[reader.ReadUnionIndex(union.Branches.Count)], ref reader),
        ArraySchema array => ReadArray(array, ref reader),
        MapSchema map => ReadMap(map, ref reader),
        _ => ReadRecord((RecordSchema)schema, ref reader),
    };

    private static object? ReadPrimitive(PrimitiveSchema schema, ref AvroReader reader) => (schema.Type, schema.Logical.Kind) switch
    {
        (AvroType.Null, _) => null,
        (AvroType.Boolean, _) => reader.ReadBoolean(),
        (AvroType.Int, LogicalKind.Date) => reader.ReadDate(),
        (AvroType.Int, LogicalKind.TimeMillis) => TimeOnly.MinValue.Add(TimeSpan.FromMilliseconds(reader.ReadTimeMillis(), 0)),
        (AvroType.Int, _) => reader.ReadInt(),
        (AvroType.Long, LogicalKind.TimeMicros) => TimeOnly.MinValue.Add(TimeSpan.FromMicroseconds(reader.ReadTimeMicros())),
        (AvroType.Long, LogicalKind.TimestampMillis or LogicalKind.LocalTimestampMillis) => DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadTimestampMillis()),
        (AvroType.Long, LogicalKind.TimestampMicros or LogicalKind.LocalTimestampMicros) => DateTimeOffset.UnixEpoch.AddTicks(reader.ReadTimestampMicros() * TimeSpan.TicksPerMicrosecond),
        (AvroType.Long, _) => reader.ReadLong(),
        (AvroType.Float, _) => reader.ReadFloat(),
        (AvroType.Double, _) => reader.ReadDouble(),
        (AvroType.Bytes, LogicalKind.Decimal) when schema.Logical.Precision <= AvroDecimals.PrecisionMax => reader.ReadDecimal(schema.Logical.Precision, schema.Logical.Scale),
        (AvroType.Bytes, _) => reader.ReadBytes().ToArray(),
        (_, LogicalKind.Uuid) => reader.ReadUuid(),
        _ => reader.ReadString(),
    };

    private static object ReadFixed(FixedSchema schema, ref AvroReader reader) => schema.Logical switch
    {
        { Kind: LogicalKind.Uuid } => reader.ReadUuidFixed(),
        { Kind: LogicalKind.Decimal, Precision: <= AvroDecimals.PrecisionMax } digits => reader.ReadDecimalFixed(schema.SizeBytes, digits.Precision, digits.Scale),
        _ => reader.ReadFixed(schema.SizeBytes).ToArray(),
    };

    private static List<object?> ReadArray(ArraySchema schema, ref AvroReader reader)
    {
        var items = new List<object?>();
        var block = default(AvroBlock);
        while (reader.NextItem(ref block)) items.Add(Read(schema.Items, ref reader));
        return items;
    }

    private static Dictionary<string, object?> ReadMap(MapSchema schema, ref AvroReader reader)
    {
        var entries = new Dictionary<string, object?>(StringComparer.Ordinal);
        var block = default(AvroBlock);
        while (reader.NextItem(ref block))
        {
            var key = reader.ReadString();
            entries[key] = Read(schema.Values, ref reader);
        }

        return entries;
    }

    private static Dictionary<string, object?> ReadRecord(RecordSchema schema, ref AvroReader reader)
    {
        var fields = new Dictionary<string, object?>(schema.Fields.Count, StringComparer.Ordinal);
        reader.Enter();
        foreach (var field in schema.Fields) fields.Add(field.Name, Read(field.Schema, ref reader));
        reader.Leave();
        return fields;
    }
}

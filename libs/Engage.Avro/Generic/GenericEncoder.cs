using System.Collections;
using Engage.Avro.Binary;
using Engage.Avro.Resolution;
using Engage.Avro.Schemas;

namespace Engage.Avro.Generic;

/// <summary>Trees of plain objects (see <see cref="GenericDecoder"/>) as payloads of any schema, for tools.</summary>
public static class GenericEncoder
{
    /// <summary>Appends the payload (no wire header). Fields that a record's dictionary lacks have their defaults.</summary>
    /// <exception cref="AvroEncodeException">The tree does not fit the schema; the message names the field.</exception>
    public static void Encode(AvroSchema schema, object? value, ref AvroWriter writer) => Write(schema, value, ref writer, "");

    private static void Write(AvroSchema schema, object? value, ref AvroWriter writer, string path)
    {
        switch (schema, value)
        {
            case (UnionSchema union, _): WriteUnion(union, value, ref writer, path); break;
            case (PrimitiveSchema primitive, _) when TryWritePrimitive(primitive, value, ref writer): break;
            case (EnumSchema symbols, string symbol) when symbols.IndexOf(symbol) >= 0: writer.WriteInt(symbols.IndexOf(symbol)); break;
            case (FixedSchema { Logical.Kind: LogicalKind.Uuid }, Guid id): writer.WriteUuidFixed(id); break;
            case (FixedSchema { Logical: { Kind: LogicalKind.Decimal } digits } size, decimal money): writer.WriteDecimalFixed(money, size.SizeBytes, digits.Precision, digits.Scale); break;
            case (FixedSchema size, byte[] bytes): writer.WriteFixed(bytes, size.SizeBytes); break;
            case (ArraySchema array, ICollection items and not IDictionary): WriteArray(array, items, ref writer, path); break;
            case (MapSchema map, IReadOnlyDictionary<string, object?> entries): WriteMap(map, entries, ref writer, path); break;
            case (RecordSchema record, IReadOnlyDictionary<string, object?> fields): WriteRecord(record, fields, ref writer, path); break;
            default: throw new AvroEncodeException($"{(path.Length == 0 ? "The value" : path)} is {value?.GetType().Name ?? "null"}, which is no {SchemaText.NameOf(schema.Type)}.");
        }
    }

    private static bool TryWritePrimitive(PrimitiveSchema schema, object? value, ref AvroWriter writer)
    {
        switch (schema.Type, value)
        {
            case (AvroType.Null, null): break;
            case (AvroType.Boolean, bool flag): writer.WriteBoolean(flag); break;
            case (AvroType.Int, DateOnly date): writer.WriteDate(date); break;
            case (AvroType.Int, TimeOnly time): writer.WriteInt((int)(time.Ticks / TimeSpan.TicksPerMillisecond)); break;
            case (AvroType.Int, int number): writer.WriteInt(number); break;
            case (AvroType.Int, long number) when number == (int)number: writer.WriteLong(number); break;
            case (AvroType.Long, DateTimeOffset time): writer.WriteLong(Timestamp(schema.Logical.Kind, time)); break;
            case (AvroType.Long, TimeOnly time): writer.WriteLong(time.Ticks / TimeSpan.TicksPerMicrosecond); break;
            case (AvroType.Long, int number): writer.WriteLong(number); break;
            case (AvroType.Long, long number): writer.WriteLong(number); break;
            case (AvroType.Float, float number): writer.WriteFloat(number); break;
            case (AvroType.Float, int or long or double): writer.WriteFloat(Convert.ToSingle(value, null)); break;
            case (AvroType.Double, int or long or float or double): writer.WriteDouble(Convert.ToDouble(value, null)); break;
            case (AvroType.Bytes, decimal money) when schema.Logical.Kind == LogicalKind.Decimal: writer.WriteDecimal(money, schema.Logical.Precision, schema.Logical.Scale); break;
            case (AvroType.Bytes, byte[] bytes): writer.WriteBytes(bytes); break;
            case (AvroType.String, Guid id): writer.WriteUuid(id); break;
            case (AvroType.String, string text): writer.WriteString(text); break;
            default: return false;
        }

        return true;
    }

    private static long Timestamp(LogicalKind kind, DateTimeOffset time) => kind is LogicalKind.TimestampMillis or LogicalKind.LocalTimestampMillis
        ? time.ToUnixTimeMilliseconds()
        : (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static void WriteUnion(UnionSchema schema, object? value, ref AvroWriter writer, string path)
    {
        var branch = GenericFit.BranchOf(schema, value);
        if (branch < 0) throw new AvroEncodeException($"{(path.Length == 0 ? "The value" : path)} is {value?.GetType().Name ?? "null"}, which no branch of its union takes.");
        writer.WriteUnionIndex(branch);
        Write(schema.Branches[branch], value, ref writer, path);
    }

    private static void WriteArray(ArraySchema schema, ICollection items, ref AvroWriter writer, string path)
    {
        writer.WriteBlockStart(items.Count);
        var index = 0;
        foreach (var item in items) Write(schema.Items, item, ref writer, $"{path}[{index++}]");
        writer.WriteBlockEnd();
    }

    private static void WriteMap(MapSchema schema, IReadOnlyDictionary<string, object?> entries, ref AvroWriter writer, string path)
    {
        writer.WriteBlockStart(entries.Count);
        foreach (var (key, value) in entries)
        {
            writer.WriteString(key);
            Write(schema.Values, value, ref writer, $"{path}{{{key}}}");
        }

        writer.WriteBlockEnd();
    }

    private static void WriteRecord(RecordSchema schema, IReadOnlyDictionary<string, object?> fields, ref AvroWriter writer, string path)
    {
        foreach (var name in fields.Keys)
        {
            if (!schema.Fields.Any(field => field.Name == name)) throw new AvroEncodeException($"{Member(path, name)} is no field of {schema.FullName}.");
        }

        foreach (var field in schema.Fields)
        {
            if (fields.TryGetValue(field.Name, out var value)) Write(field.Schema, value, ref writer, Member(path, field.Name));
            else if (field.Default is { } given) writer.WriteRaw(DefaultEncoder.Encode(field.Schema, given));
            else throw new AvroEncodeException($"{Member(path, field.Name)} is missing and has no default.");
        }
    }

    private static string Member(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}

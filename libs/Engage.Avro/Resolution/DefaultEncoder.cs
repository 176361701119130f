using System.Diagnostics;
using System.Globalization;
using Engage.Avro.Binary;
using Engage.Avro.Json;
using Engage.Avro.Schemas;

namespace Engage.Avro.Resolution;

/// <summary>A field's default as Avro bytes, made once per plan.</summary>
internal static class DefaultEncoder
{
    /// <summary>Deeper than any sensible default; a record whose default contains itself would never end.</summary>
    private const int DepthMax = 64;

    /// <exception cref="UnresolvableSchemaException">The default contains itself.</exception>
    public static byte[] Encode(AvroSchema schema, JsonValue value)
    {
        var writer = new AvroWriter(stackalloc byte[64]);
        try
        {
            Write(schema, value, ref writer, 0);
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static void Write(AvroSchema schema, JsonValue value, ref AvroWriter writer, int depth)
    {
        if (depth > DepthMax) throw new UnresolvableSchemaException("a default contains itself");
        switch (schema)
        {
            case PrimitiveSchema primitive: WritePrimitive(primitive.Type, value, ref writer); break;
            case EnumSchema symbols: writer.WriteInt(symbols.IndexOf(((JsonString)value).Value)); break;
            case FixedSchema: writer.WriteRaw(Latin1(value)); break;
            case UnionSchema union:
                var branch = DefaultValue.BranchOf(union, value);
                writer.WriteUnionIndex(branch);
                Write(union.Branches[branch], value, ref writer, depth + 1);
                break;
            case RecordSchema record: WriteRecord(record, (JsonObject)value, ref writer, depth); break;
            case ArraySchema array:
                var items = ((JsonArray)value).Items;
                writer.WriteBlockStart(items.Count);
                foreach (var item in items) Write(array.Items, item, ref writer, depth + 1);
                writer.WriteBlockEnd();
                break;
            case MapSchema map:
                var members = ((JsonObject)value).Members;
                writer.WriteBlockStart(members.Count);
                foreach (var member in members)
                {
                    writer.WriteString(member.Key);
                    Write(map.Values, member.Value, ref writer, depth + 1);
                }

                writer.WriteBlockEnd();
                break;
            default: throw new UnreachableException($"{schema.Type} has no default.");
        }
    }

    private static void WriteRecord(RecordSchema schema, JsonObject value, ref AvroWriter writer, int depth)
    {
        foreach (var field in schema.Fields) Write(field.Schema, value.Find(field.Name) ?? field.Default!, ref writer, depth + 1);
    }

    private static void WritePrimitive(AvroType type, JsonValue value, ref AvroWriter writer)
    {
        switch (type)
        {
            case AvroType.Null: break;
            case AvroType.Boolean: writer.WriteBoolean(((JsonBoolean)value).Value); break;
            case AvroType.Int or AvroType.Long: writer.WriteLong(long.Parse(((JsonNumber)value).Text, CultureInfo.InvariantCulture)); break;
            case AvroType.Float: writer.WriteFloat(float.Parse(((JsonNumber)value).Text, CultureInfo.InvariantCulture)); break;
            case AvroType.Double: writer.WriteDouble(double.Parse(((JsonNumber)value).Text, CultureInfo.InvariantCulture)); break;
            case AvroType.Bytes: writer.WriteBytes(Latin1(value)); break;
            default: writer.WriteString(((JsonString)value).Value); break;
        }
    }

    /// <summary>Characters 0 to 255 stand for the bytes.</summary>
    private static byte[] Latin1(JsonValue value) => System.Text.Encoding.Latin1.GetBytes(((JsonString)value).Value);
}

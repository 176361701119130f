using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Engage.Avro.Json;

namespace Engage.Avro.Schemas;

/// <summary>A schema as one line of JSON with everything that readers use: names, docs, aliases, defaults, logical types. Each named type is spelled out once.</summary>
public static class SchemaText
{
    /// <exception cref="AvroSchemaException">Types refer to one another too deeply.</exception>
    public static string Write(AvroSchema schema)
    {
        var text = new StringBuilder();
        Append(text, schema, new HashSet<string>(System.StringComparer.Ordinal), 0);
        return text.ToString();
    }

    internal static string NameOf(AvroType type) => type.ToString().ToLowerInvariant();

    internal static string NameOf(LogicalKind kind) => kind switch
    {
        LogicalKind.TimeMillis => "time-millis",
        LogicalKind.TimeMicros => "time-micros",
        LogicalKind.TimestampMillis => "timestamp-millis",
        LogicalKind.TimestampMicros => "timestamp-micros",
        LogicalKind.LocalTimestampMillis => "local-timestamp-millis",
        LogicalKind.LocalTimestampMicros => "local-timestamp-micros",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static void Append(StringBuilder text, AvroSchema schema, HashSet<string> written, int depth)
    {
        SchemaWalk.Check(depth);
        switch (schema)
        {
            case NamedSchema named: AppendNamed(text, named, written, depth + 1); break;
            case ArraySchema array: AppendContainer(text, "array", "items", array.Items, written, depth + 1); break;
            case MapSchema map: AppendContainer(text, "map", "values", map.Values, written, depth + 1); break;
            case UnionSchema union: AppendUnion(text, union, written, depth + 1); break;
            case { Logical.Kind: LogicalKind.None }: JsonTextWriter.AppendText(text, NameOf(schema.Type)); break;
            default:
                text.Append("{\"type\":");
                JsonTextWriter.AppendText(text, NameOf(schema.Type));
                AppendLogical(text, schema.Logical);
                text.Append('}');
                break;
        }
    }

    private static void AppendNamed(StringBuilder text, NamedSchema schema, HashSet<string> written, int depth)
    {
        if (!written.Add(schema.FullName))
        {
            JsonTextWriter.AppendText(text, schema.FullName);
            return;
        }

        text.Append("{\"type\":");
        JsonTextWriter.AppendText(text, NameOf(schema.Type));
        AppendMember(text, "name", schema.FullName);
        // A name without dots would otherwise be read as one of the enclosing namespace.
        if (schema.Namespace.Length == 0 && written.Count > 1) AppendMember(text, "namespace", "");
        if (schema.Documentation is { } documentation) AppendMember(text, "doc", documentation);
        AppendList(text, "aliases", schema.Aliases);
        switch (schema)
        {
            case RecordSchema record: AppendFields(text, record, written, depth + 1); break;
            case EnumSchema symbols:
                if (symbols.Default is { } defaultSymbol) AppendMember(text, "default", defaultSymbol);
                AppendList(text, "symbols", symbols.Symbols);
                break;
            case FixedSchema size:
                text.Append(",\"size\":").Append(size.SizeBytes.ToString(CultureInfo.InvariantCulture));
                AppendLogical(text, size.Logical);
                break;
        }

        text.Append('}');
    }

    private static void AppendFields(StringBuilder text, RecordSchema schema, HashSet<string> written, int depth)
    {
        text.Append(",\"fields\":[");
        foreach (var field in schema.Fields)
        {
            if (field.Position > 0) text.Append(',');
            text.Append("{\"name\":");
            JsonTextWriter.AppendText(text, field.Name);
            text.Append(",\"type\":");
            Append(text, field.Schema, written, depth + 1);
            if (field.Default is { } value)
            {
                text.Append(",\"default\":");
                JsonTextWriter.Append(text, value);
            }

            if (field.Documentation is { } documentation) AppendMember(text, "doc", documentation);
            AppendList(text, "aliases", field.Aliases);
            text.Append('}');
        }

        text.Append(']');
    }

    private static void AppendContainer(StringBuilder text, string type, string member, AvroSchema inner, HashSet<string> written, int depth)
    {
        text.Append("{\"type\":\"").Append(type).Append("\",\"").Append(member).Append("\":");
        Append(text, inner, written, depth + 1);
        text.Append('}');
    }

    private static void AppendUnion(StringBuilder text, UnionSchema schema, HashSet<string> written, int depth)
    {
        text.Append('[');
        for (var index = 0; index < schema.Branches.Count; index++)
        {
            if (index > 0) text.Append(',');
            Append(text, schema.Branches[index], written, depth + 1);
        }

        text.Append(']');
    }

    private static void AppendLogical(StringBuilder text, LogicalType logical)
    {
        if (logical.Kind == LogicalKind.None) return;
        AppendMember(text, "logicalType", NameOf(logical.Kind));
        if (logical.Kind != LogicalKind.Decimal) return;
        text.Append(",\"precision\":").Append(logical.Precision.ToString(CultureInfo.InvariantCulture));
        text.Append(",\"scale\":").Append(logical.Scale.ToString(CultureInfo.InvariantCulture));
    }

    private static void AppendMember(StringBuilder text, string name, string value)
    {
        text.Append(",\"").Append(name).Append("\":");
        JsonTextWriter.AppendText(text, value);
    }

    private static void AppendList(StringBuilder text, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0 && name == "aliases") return;
        text.Append(",\"").Append(name).Append("\":[");
        for (var index = 0; index < values.Count; index++)
        {
            if (index > 0) text.Append(',');
            JsonTextWriter.AppendText(text, values[index]);
        }

        text.Append(']');
    }
}

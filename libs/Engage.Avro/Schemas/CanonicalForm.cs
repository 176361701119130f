using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Engage.Avro.Json;

namespace Engage.Avro.Schemas;

/// <summary>The Parsing Canonical Form: equal text for schemas that read the same data alike (https://avro.apache.org/docs/1.12.0/specification/#transforming-into-parsing-canonical-form).</summary>
public static class CanonicalForm
{
    public static string Write(AvroSchema schema) => Write(schema, withLogicalTypes: false);

    /// <summary>As the canonical form, with logical types kept: schemas whose values also mean the same.</summary>
    internal static string WriteWithLogicalTypes(AvroSchema schema) => Write(schema, withLogicalTypes: true);

    private static string Write(AvroSchema schema, bool withLogicalTypes)
    {
        var text = new StringBuilder();
        new Writer(text, withLogicalTypes).Append(schema);
        return text.ToString();
    }

    private sealed class Writer(StringBuilder text, bool withLogicalTypes)
    {
        private readonly HashSet<string> written = new(StringComparer.Ordinal);

        private int depth;

        /// <exception cref="AvroSchemaException">The schema is nested too deeply.</exception>
        public void Append(AvroSchema schema)
        {
            SchemaWalk.Check(++depth);
            switch (schema)
            {
                case NamedSchema named when !written.Add(named.FullName): AppendText(named.FullName); break;
                case RecordSchema record: AppendRecord(record); break;
                case EnumSchema symbols: AppendEnum(symbols); break;
                case FixedSchema size: AppendFixed(size); break;
                case ArraySchema array: AppendContainer("array", "items", array.Items); break;
                case MapSchema map: AppendContainer("map", "values", map.Values); break;
                case UnionSchema union: AppendUnion(union); break;
                default: AppendPrimitive(schema); break;
            }

            depth--;
        }

        private void AppendPrimitive(AvroSchema schema)
        {
            if (!withLogicalTypes || schema.Logical.Kind == LogicalKind.None)
            {
                AppendText(SchemaText.NameOf(schema.Type));
                return;
            }

            text.Append("{\"type\":\"").Append(SchemaText.NameOf(schema.Type)).Append('"');
            AppendLogical(schema.Logical);
            text.Append('}');
        }

        private void AppendRecord(RecordSchema schema)
        {
            AppendHead(schema, "record");
            text.Append(",\"fields\":[");
            foreach (var field in schema.Fields)
            {
                if (field.Position > 0) text.Append(',');
                text.Append("{\"name\":");
                AppendText(field.Name);
                text.Append(",\"type\":");
                Append(field.Schema);
                text.Append('}');
            }

            text.Append("]}");
        }

        private void AppendEnum(EnumSchema schema)
        {
            AppendHead(schema, "enum");
            text.Append(",\"symbols\":[");
            for (var index = 0; index < schema.Symbols.Count; index++)
            {
                if (index > 0) text.Append(',');
                AppendText(schema.Symbols[index]);
            }

            text.Append("]}");
        }

        private void AppendFixed(FixedSchema schema)
        {
            AppendHead(schema, "fixed");
            text.Append(",\"size\":").Append(schema.SizeBytes.ToString(CultureInfo.InvariantCulture));
            if (withLogicalTypes) AppendLogical(schema.Logical);
            text.Append('}');
        }

        private void AppendHead(NamedSchema schema, string type)
        {
            text.Append("{\"name\":");
            AppendText(schema.FullName);
            text.Append(",\"type\":\"").Append(type).Append('"');
        }

        private void AppendContainer(string type, string member, AvroSchema inner)
        {
            text.Append("{\"type\":\"").Append(type).Append("\",\"").Append(member).Append("\":");
            Append(inner);
            text.Append('}');
        }

        private void AppendUnion(UnionSchema schema)
        {
            text.Append('[');
            for (var index = 0; index < schema.Branches.Count; index++)
            {
                if (index > 0) text.Append(',');
                Append(schema.Branches[index]);
            }

            text.Append(']');
        }

        private void AppendLogical(LogicalType logical)
        {
            if (logical.Kind == LogicalKind.None) return;
            text.Append(",\"logicalType\":\"").Append(SchemaText.NameOf(logical.Kind)).Append('"');
            if (logical.Kind != LogicalKind.Decimal) return;
            text.Append(",\"precision\":").Append(logical.Precision.ToString(CultureInfo.InvariantCulture));
            text.Append(",\"scale\":").Append(logical.Scale.ToString(CultureInfo.InvariantCulture));
        }

        private void AppendText(string value) => JsonTextWriter.AppendText(text, value);
    }
}

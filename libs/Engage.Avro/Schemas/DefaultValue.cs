using System.Collections.Generic;
using System.Globalization;
using Engage.Avro.Json;

namespace Engage.Avro.Schemas;

/// <summary>Whether JSON written as a field's default fits the field's type.</summary>
internal static class DefaultValue
{
    /// <remarks>A union takes a default of any of its branches, as Avro 1.12 has it; older readers demand the first.</remarks>
    public static bool Fits(AvroSchema schema, JsonValue value) => schema switch
    {
        PrimitiveSchema primitive => FitsPrimitive(primitive.Type, value),
        EnumSchema symbols => value is JsonString symbol && symbols.IndexOf(symbol.Value) >= 0,
        FixedSchema size => value is JsonString text && IsLatin1(text.Value) && text.Value.Length == size.SizeBytes,
        ArraySchema array => value is JsonArray items && AllFit(array.Items, items.Items),
        MapSchema map => value is JsonObject entries && AllFit(map.Values, entries),
        UnionSchema union => BranchOf(union, value) >= 0,
        RecordSchema record => value is JsonObject members && FitsRecord(record, members),
        _ => false,
    };

    /// <summary>Index of the first branch that takes <paramref name="value"/>; −1 when none does.</summary>
    public static int BranchOf(UnionSchema union, JsonValue value)
    {
        for (var index = 0; index < union.Branches.Count; index++)
        {
            if (Fits(union.Branches[index], value)) return index;
        }

        return -1;
    }

    private static bool FitsPrimitive(AvroType type, JsonValue value) => type switch
    {
        AvroType.Null => value is JsonNull,
        AvroType.Boolean => value is JsonBoolean,
        AvroType.Int => value is JsonNumber number && int.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        AvroType.Long => value is JsonNumber number && long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        AvroType.Float or AvroType.Double => value is JsonNumber,
        AvroType.Bytes => value is JsonString text && IsLatin1(text.Value),
        _ => value is JsonString,
    };

    private static bool FitsRecord(RecordSchema record, JsonObject members)
    {
        foreach (var field in record.Fields)
        {
            // A field's own default is judged with that field; following it here would never end in a record whose default holds itself.
            if (members.Find(field.Name) is not { } value)
            {
                if (field.Default is null) return false;
            }
            else if (!Fits(field.Schema, value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AllFit(AvroSchema schema, IReadOnlyList<JsonValue> values)
    {
        foreach (var value in values)
        {
            if (!Fits(schema, value)) return false;
        }

        return true;
    }

    private static bool AllFit(AvroSchema schema, JsonObject values)
    {
        foreach (var member in values.Members)
        {
            if (!Fits(schema, member.Value)) return false;
        }

        return true;
    }

    private static bool IsLatin1(string text)
    {
        foreach (var character in text)
        {
            if (character > '\u00ff') return false;
        }

        return true;
    }
}

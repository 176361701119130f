using System;
using System.Collections.Generic;
using System.Globalization;
using Engage.Avro.Json;

namespace Engage.Avro.Schemas;

/// <summary>Schema JSON to <see cref="AvroSchema"/>, with the limits of untrusted input.</summary>
internal sealed class AvroSchemaParser
{
    public const int TextCharactersMax = 256 * 1024;
    public const int FieldsMax = 2_000;

    private static readonly IReadOnlyList<string> NoNames = [];

    private readonly Dictionary<string, NamedSchema> names = new(StringComparer.Ordinal);
    private readonly List<(AvroSchema Schema, JsonValue Default)> defaultsToCheck = [];
    private int fieldCount;

    public static AvroSchema Parse(string text, IReadOnlyList<string> references)
    {
        var parser = new AvroSchemaParser();
        foreach (var reference in references) parser.ParseText(reference);
        return parser.ParseText(text);
    }

    private AvroSchema ParseText(string text)
    {
        if (text.Length > TextCharactersMax) throw new AvroSchemaException($"the schema is longer than {TextCharactersMax} characters", TextCharactersMax);
        var schema = Read(ReadJson(text), "");
        // A default may name a type that is defined further on, so defaults are judged when every type is known.
        foreach (var (owner, value) in defaultsToCheck)
        {
            if (!DefaultValue.Fits(owner, value)) throw new AvroSchemaException("the default does not fit the type of its field", value.Offset);
        }

        defaultsToCheck.Clear();
        return schema;
    }

    private static JsonValue ReadJson(string text)
    {
        try
        {
            return JsonTextParser.Parse(text);
        }
        catch (JsonTextException mistake)
        {
            throw new AvroSchemaException("the schema is not JSON: " + mistake.Message, mistake.Offset);
        }
    }

    private AvroSchema Read(JsonValue json, string space) => json switch
    {
        JsonString name => ReadName(name, space),
        JsonArray branches => ReadUnion(branches, space),
        JsonObject definition => ReadObject(definition, space),
        _ => throw new AvroSchemaException("a schema is a name, an object or an array", json.Offset),
    };

    private AvroSchema ReadName(JsonString json, string space)
    {
        if (PrimitiveOf(json.Value) is { } primitive) return new PrimitiveSchema(primitive, LogicalType.None);
        if (names.TryGetValue(AvroName.Resolve(json.Value, space).Full, out var known)) return known;
        if (names.TryGetValue(json.Value, out var withoutNamespace)) return withoutNamespace;
        throw new AvroSchemaException($"the type \"{json.Value}\" is not known here", json.Offset);
    }

    private UnionSchema ReadUnion(JsonArray json, string space)
    {
        var branches = new List<AvroSchema>(json.Items.Count);
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in json.Items)
        {
            var branch = Read(item, space);
            if (branch is UnionSchema) throw new AvroSchemaException("a union directly inside a union", item.Offset);
            if (!kinds.Add(branch is NamedSchema named ? named.FullName : branch.Type.ToString())) throw new AvroSchemaException("a union has two branches of one type", item.Offset);
            branches.Add(branch);
        }

        return new UnionSchema(branches);
    }

    private AvroSchema ReadObject(JsonObject json, string space)
    {
        switch (json.Find("type"))
        {
            case JsonString { Value: "record" or "error" }: return ReadRecord(json, space);
            case JsonString { Value: "enum" }: return ReadEnum(json, space);
            case JsonString { Value: "fixed" }: return ReadFixed(json, space);
            case JsonString { Value: "array" }: return new ArraySchema(Read(Required(json, "items"), space));
            case JsonString { Value: "map" }: return new MapSchema(Read(Required(json, "values"), space));
            case JsonString name when PrimitiveOf(name.Value) is { } primitive: return new PrimitiveSchema(primitive, LogicalTypeReader.Read(json, primitive, 0));
            case { } nested: return Read(nested, space);
            case null: throw new AvroSchemaException("the object has no \"type\"", json.Offset);
        }
    }

    private RecordSchema ReadRecord(JsonObject json, string space)
    {
        var name = ReadDefinedName(json, space);
        var record = new RecordSchema(name, ReadAliases(json, name.Namespace), ReadText(json, "doc"));
        Define(record, json);
        if (Required(json, "fields") is not JsonArray fields) throw new AvroSchemaException("\"fields\" is not an array", json.Offset);

        var parsed = new List<RecordField>(fields.Items.Count);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in fields.Items)
        {
            var field = ReadField(item, parsed.Count, name.Namespace);
            if (!taken.Add(field.Name)) throw new AvroSchemaException($"the field \"{field.Name}\" is defined twice", item.Offset);
            parsed.Add(field);
        }

        record.Complete(parsed);
        return record;
    }

    private RecordField ReadField(JsonValue item, int position, string space)
    {
        if (item is not JsonObject json) throw new AvroSchemaException("a field is an object", item.Offset);
        if (++fieldCount > FieldsMax) throw new AvroSchemaException($"the schema has more than {FieldsMax} fields", item.Offset);

        var name = ReadText(json, "name");
        if (name is null || !AvroName.IsValidSimple(name)) throw new AvroSchemaException("a field needs a \"name\" of letters, digits and underscores", json.Offset);

        var schema = Read(Required(json, "type"), space);
        var value = json.Find("default");
        if (value is not null) defaultsToCheck.Add((schema, value));
        return new RecordField(name, schema, position, value, ReadAliases(json, null), ReadText(json, "doc"));
    }

    private EnumSchema ReadEnum(JsonObject json, string space)
    {
        if (Required(json, "symbols") is not JsonArray items) throw new AvroSchemaException("\"symbols\" is not an array", json.Offset);
        var symbols = new List<string>(items.Items.Count);
        foreach (var item in items.Items)
        {
            if (item is not JsonString symbol || !AvroName.IsValidSimple(symbol.Value)) throw new AvroSchemaException("a symbol is a word of letters, digits and underscores", item.Offset);
            if (symbols.Contains(symbol.Value)) throw new AvroSchemaException($"the symbol \"{symbol.Value}\" is listed twice", item.Offset);
            symbols.Add(symbol.Value);
        }

        var defaultSymbol = ReadText(json, "default");
        if (defaultSymbol is not null && !symbols.Contains(defaultSymbol)) throw new AvroSchemaException("the enum's default is none of its symbols", json.Offset);

        var name = ReadDefinedName(json, space);
        var schema = new EnumSchema(name, ReadAliases(json, name.Namespace), ReadText(json, "doc"), symbols, defaultSymbol);
        Define(schema, json);
        return schema;
    }

    private FixedSchema ReadFixed(JsonObject json, string space)
    {
        if (Required(json, "size") is not JsonNumber number
            || !int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var sizeBytes))
        {
            throw new AvroSchemaException("\"size\" is not a whole number of bytes", json.Offset);
        }

        var name = ReadDefinedName(json, space);
        var schema = new FixedSchema(name, ReadAliases(json, name.Namespace), ReadText(json, "doc"), sizeBytes, LogicalTypeReader.Read(json, AvroType.Fixed, sizeBytes));
        Define(schema, json);
        return schema;
    }

    private static AvroName ReadDefinedName(JsonObject json, string space)
    {
        var name = ReadText(json, "name") ?? throw new AvroSchemaException("a named type has no \"name\"", json.Offset);
        var resolved = AvroName.Resolve(name, ReadText(json, "namespace") ?? space);
        if (!AvroName.IsValidFull(resolved.Full)) throw new AvroSchemaException($"\"{resolved.Full}\" is no valid name", json.Offset);
        if (PrimitiveOf(resolved.Full) is not null) throw new AvroSchemaException($"\"{resolved.Full}\" is the name of a primitive type", json.Offset);
        return resolved;
    }

    private void Define(NamedSchema schema, JsonObject json)
    {
        if (names.ContainsKey(schema.FullName)) throw new AvroSchemaException($"the type \"{schema.FullName}\" is defined twice", json.Offset);
        names.Add(schema.FullName, schema);
    }

    /// <summary>A field's aliases are simple names: <paramref name="space"/> is null for them.</summary>
    private static IReadOnlyList<string> ReadAliases(JsonObject json, string? space)
    {
        if (json.Find("aliases") is not { } value) return NoNames;
        if (value is not JsonArray items) throw new AvroSchemaException("\"aliases\" is not an array", value.Offset);

        var aliases = new List<string>(items.Items.Count);
        foreach (var item in items.Items)
        {
            if (item is not JsonString alias || !AvroName.IsValidFull(alias.Value)) throw new AvroSchemaException("an alias is a valid name", item.Offset);
            aliases.Add(space is null ? alias.Value : AvroName.Resolve(alias.Value, space).Full);
        }

        return aliases;
    }

    private static JsonValue Required(JsonObject json, string member) =>
        json.Find(member) ?? throw new AvroSchemaException($"\"{member}\" is missing", json.Offset);

    private static string? ReadText(JsonObject json, string member) => json.Find(member) switch
    {
        null => null,
        JsonString text => text.Value,
        { } other => throw new AvroSchemaException($"\"{member}\" is not a string", other.Offset),
    };

    private static AvroType? PrimitiveOf(string name) => name switch
    {
        "null" => AvroType.Null,
        "boolean" => AvroType.Boolean,
        "int" => AvroType.Int,
        "long" => AvroType.Long,
        "float" => AvroType.Float,
        "double" => AvroType.Double,
        "bytes" => AvroType.Bytes,
        "string" => AvroType.String,
        _ => null,
    };
}

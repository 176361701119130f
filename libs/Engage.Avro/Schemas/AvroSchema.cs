using System.Collections.Generic;
using Engage.Avro.Json;

namespace Engage.Avro.Schemas;

/// <summary>A parsed Avro schema (https://avro.apache.org/docs/1.12.0/specification/). Immutable once parsed, so safe to share between threads.</summary>
/// <remarks>Recursive types are object cycles: compare by <see cref="NamedSchema.FullName"/>, not by walking on.</remarks>
public abstract class AvroSchema
{
    private protected AvroSchema(AvroType type, LogicalType logical)
    {
        Type = type;
        Logical = logical;
    }

    public AvroType Type { get; }

    public LogicalType Logical { get; }

    /// <summary>Reads schema JSON: an object, an array (union) or the quoted name of a primitive.</summary>
    /// <param name="text">At most 256 KiB; at most 2,000 fields in all records together.</param>
    /// <exception cref="AvroSchemaException">The text is no valid schema; the message names the place.</exception>
    public static AvroSchema Parse(string text) => AvroSchemaParser.Parse(text, []);

    /// <summary>As <see cref="Parse(string)"/>, with named types that other texts define.</summary>
    /// <param name="text">As in <see cref="Parse(string)"/>.</param>
    /// <param name="references">Texts parsed before this one, in order; their named types may be used by <paramref name="text"/> by full name.</param>
    /// <exception cref="AvroSchemaException">One of the texts is no valid schema.</exception>
    public static AvroSchema Parse(string text, IReadOnlyList<string> references) => AvroSchemaParser.Parse(text, references);
}

/// <summary>One of the eight types without structure.</summary>
public sealed class PrimitiveSchema : AvroSchema
{
    internal PrimitiveSchema(AvroType type, LogicalType logical)
        : base(type, logical)
    {
    }
}

/// <summary>A type with a name: record, enum or fixed.</summary>
public abstract class NamedSchema : AvroSchema
{
    private protected NamedSchema(AvroType type, LogicalType logical, AvroName name, IReadOnlyList<string> aliases, string? documentation)
        : base(type, logical)
    {
        Name = name.Simple;
        Namespace = name.Namespace;
        FullName = name.Full;
        Aliases = aliases;
        Documentation = documentation;
    }

    /// <summary>The last part of the full name.</summary>
    public string Name { get; }

    /// <summary>All but the last part of the full name; empty when there is none.</summary>
    public string Namespace { get; }

    public string FullName { get; }

    /// <summary>Earlier full names under which a writer may know this type.</summary>
    public IReadOnlyList<string> Aliases { get; }

    public string? Documentation { get; }
}

public sealed class RecordSchema : NamedSchema
{
    private IReadOnlyList<RecordField> fields = [];

    internal RecordSchema(AvroName name, IReadOnlyList<string> aliases, string? documentation)
        : base(AvroType.Record, LogicalType.None, name, aliases, documentation)
    {
    }

    /// <summary>In the order in which they are encoded.</summary>
    public IReadOnlyList<RecordField> Fields => fields;

    /// <summary>Closes the construction: a recursive record must exist before its fields do.</summary>
    internal void Complete(IReadOnlyList<RecordField> parsed) => fields = parsed;
}

/// <summary>A field of a record.</summary>
public sealed class RecordField
{
    internal RecordField(string name, AvroSchema schema, int position, JsonValue? defaultValue, IReadOnlyList<string> aliases, string? documentation)
    {
        Name = name;
        Schema = schema;
        Position = position;
        Default = defaultValue;
        Aliases = aliases;
        Documentation = documentation;
    }

    public string Name { get; }

    public AvroSchema Schema { get; }

    /// <summary>Place within the record, from 0.</summary>
    public int Position { get; }

    /// <summary>The default as JSON, checked against the schema; null when a writer must always supply the field (a default of JSON null is <see cref="JsonNull"/>).</summary>
    public JsonValue? Default { get; }

    /// <summary>Earlier names of this field.</summary>
    public IReadOnlyList<string> Aliases { get; }

    public string? Documentation { get; }
}

public sealed class EnumSchema : NamedSchema
{
    internal EnumSchema(AvroName name, IReadOnlyList<string> aliases, string? documentation, IReadOnlyList<string> symbols, string? defaultSymbol)
        : base(AvroType.Enum, LogicalType.None, name, aliases, documentation)
    {
        Symbols = symbols;
        Default = defaultSymbol;
    }

    /// <summary>In the order of their encoded index.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>What a reader makes of a symbol it does not know; null when such a symbol is an error.</summary>
    public string? Default { get; }

    /// <summary>Encoded index of <paramref name="symbol"/>; −1 when it is none of the symbols.</summary>
    public int IndexOf(string symbol)
    {
        for (var index = 0; index < Symbols.Count; index++)
        {
            if (Symbols[index] == symbol) return index;
        }

        return -1;
    }
}

public sealed class FixedSchema : NamedSchema
{
    internal FixedSchema(AvroName name, IReadOnlyList<string> aliases, string? documentation, int sizeBytes, LogicalType logical)
        : base(AvroType.Fixed, logical, name, aliases, documentation) => SizeBytes = sizeBytes;

    public int SizeBytes { get; }
}

public sealed class ArraySchema : AvroSchema
{
    internal ArraySchema(AvroSchema items)
        : base(AvroType.Array, LogicalType.None) => Items = items;

    public AvroSchema Items { get; }
}

public sealed class MapSchema : AvroSchema
{
    internal MapSchema(AvroSchema values)
        : base(AvroType.Map, LogicalType.None) => Values = values;

    public AvroSchema Values { get; }
}

public sealed class UnionSchema : AvroSchema
{
    internal UnionSchema(IReadOnlyList<AvroSchema> branches)
        : base(AvroType.Union, LogicalType.None) => Branches = branches;

    /// <summary>In the order of their encoded index.</summary>
    public IReadOnlyList<AvroSchema> Branches { get; }
}

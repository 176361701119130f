using System;
using System.Collections.Generic;
using Engage.Avro.Generator.Shapes;
using Engage.Avro.Json;
using Engage.Avro.Schemas;

namespace Engage.Avro.Generator;

/// <summary>Every named type of a project's schema files, each once.</summary>
internal sealed class SchemaSet
{
    private readonly Dictionary<string, (NamedSchema Schema, string Text)> types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> owners = new(StringComparer.Ordinal);

    /// <summary>In the order met, with the schema's text: the file's own for its outermost type.</summary>
    public IEnumerable<(NamedSchema Schema, string Text)> Types => types.Values;

    /// <exception cref="AvroSchemaException">The file is no schema.</exception>
    /// <exception cref="UnsupportedSchemaException">A type of the file clashes with one of another file.</exception>
    public void Add(SchemaFile file)
    {
        var schema = AvroSchema.Parse(file.Text);
        if (schema is not RecordSchema record) throw new UnsupportedSchemaException("the outermost type of a schema file is a record");
        Add(record, JsonTextWriter.Write(JsonTextParser.Parse(file.Text)));
    }

    private void Add(NamedSchema schema, string text)
    {
        if (types.TryGetValue(schema.FullName, out var known))
        {
            if (SchemaText.Write(known.Schema) != SchemaText.Write(schema)) throw new UnsupportedSchemaException($"{schema.FullName} is defined differently in two files");
            return;
        }

        var name = CSharpName.Pascal(schema.Name);
        if (owners.TryGetValue(name, out var owner)) throw new UnsupportedSchemaException($"{schema.FullName} and {owner} both become the C# type {name}");
        owners.Add(name, schema.FullName);
        types.Add(schema.FullName, (schema, text));
        if (schema is not RecordSchema record) return;
        foreach (var field in record.Fields) AddInner(field.Schema);
    }

    private void AddInner(AvroSchema schema)
    {
        switch (schema)
        {
            case RecordSchema or EnumSchema: Add((NamedSchema)schema, SchemaText.Write(schema)); break;
            case ArraySchema array: AddInner(array.Items); break;
            case MapSchema map: AddInner(map.Values); break;
            case UnionSchema union:
                foreach (var branch in union.Branches) AddInner(branch);
                break;
        }
    }
}

using System.Collections.Generic;
using System.Linq;
using Engage.Avro.Generator.Shapes;
using Engage.Avro.Schemas;

namespace Engage.Avro.Generator.Emitters;

/// <summary>A field with its C# property and shape.</summary>
internal sealed record FieldShape(RecordField Field, string Property, Shape Shape)
{
    /// <exception cref="UnsupportedSchemaException">A field has no C# shape, or two fields have one C# name.</exception>
    public static IReadOnlyList<FieldShape> Of(RecordSchema record, ShapeFactory shapes)
    {
        var owner = CSharpName.Pascal(record.Name);
        var fields = new List<FieldShape>();
        foreach (var field in record.Fields)
        {
            var shape = Describe(record, field, shapes);
            fields.Add(new FieldShape(field, CSharpName.Property(field.Name, shape.Unit, owner), shape));
        }

        // Views have RawX and, for nullable fields, HasX beside X.
        var members = fields.SelectMany(field => new[] { field.Property, "Raw" + field.Property, "Has" + field.Property });
        var twin = members.GroupBy(member => member).FirstOrDefault(group => group.Count() > 1);
        if (twin is not null) throw new UnsupportedSchemaException($"two fields of {record.FullName} need the property {twin.Key}");
        return fields;
    }

    private static Shape Describe(RecordSchema record, RecordField field, ShapeFactory shapes)
    {
        try
        {
            return shapes.Of(field.Schema);
        }
        catch (UnsupportedSchemaException unsupported)
        {
            throw new UnsupportedSchemaException($"{record.FullName}.{field.Name}: {unsupported.Message}");
        }
    }
}

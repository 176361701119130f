using System.Linq;
using Engage.Avro.Json;
using Engage.Avro.Schemas;

namespace Engage.Avro.Generator.Shapes;

/// <summary>A record inside a record.</summary>
internal sealed class RecordShape(RecordSchema schema, string type, ShapeFactory shapes) : Shape
{
    private readonly string name = CSharpName.Pascal(schema.Name);

    public override string Tag => name + "Record";

    public override string RecordType => type;

    public override bool IsValueType => false;

    public override bool IsRaw => true;

    public override string Read => $"{name}Codec.Read(ref reader)";

    public override string Skip => $"{name}View.Skip(ref reader);";

    public override string ViewType => name + "View";

    public override bool IsRefLike => true;

    public override string ViewRead => $"new {name}View(ref reader)";

    public override string Write(string value) => $"{name}Codec.Write(ref writer, {value});";

    public override string Literal(JsonValue value)
    {
        var members = (JsonObject)value;
        var assignments = schema.Fields
            .Where(field => members.Find(field.Name) is not null)
            .Select(field => (Field: field, Shape: shapes.Of(field.Schema)))
            .Select(pair => $"{CSharpName.Property(pair.Field.Name, pair.Shape.Unit, name)} = {pair.Shape.Literal(members.Find(pair.Field.Name)!)}");
        return $"new {type} {{ {string.Join(", ", assignments)} }}";
    }
}

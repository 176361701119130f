using Engage.Avro.Json;
using Engage.Avro.Schemas;

namespace Engage.Avro.Generator.Shapes;

internal sealed class EnumShape(EnumSchema schema, string type) : Shape
{
    public override string Tag => CSharpName.Pascal(schema.Name) + "Enum";

    public override string RecordType => type;

    public override string Read => $"({type})reader.ReadEnumIndex({schema.Symbols.Count})";

    public override string Skip => $"_ = reader.ReadEnumIndex({schema.Symbols.Count});";

    public override string ViewType => type;

    public override bool IsRefLike => false;

    public override string ViewRead => Read;

    public override string Write(string value) => $"writer.WriteInt((int){value});";

    public override string Literal(JsonValue value) => $"{type}.{CSharpName.Pascal(((JsonString)value).Value)}";
}

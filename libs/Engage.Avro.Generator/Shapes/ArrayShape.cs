using System.Linq;
using Engage.Avro.Json;

namespace Engage.Avro.Generator.Shapes;

internal sealed class ArrayShape(Shape items) : Shape
{
    public override string Tag => items.Tag + "Array";

    public override string RecordType => $"global::System.Collections.Generic.IReadOnlyList<{items.RecordType}>";

    public override bool IsValueType => false;

    public override bool NeedsContentComparison => true;

    public override bool IsRaw => true;

    public override int? EmptyNumber => 0;

    public override string Read => $"AvroShapes.Read{Tag}(ref reader)";

    public override string ViewType => $"AvroArrayView<{items.ViewType}, {items.ItemType}>";

    public override bool IsRefLike => true;

    public override string ViewRead => $"AvroShapes.View{Tag}(ref reader)";

    public override string ViewReadUntil(string end) => $"new {ViewType}(reader.Data[reader.Position..{end}])";

    public override string Write(string value) => $"AvroShapes.Write{Tag}(ref writer, {value});";

    public override string Literal(JsonValue value) => $"[{string.Join(", ", ((JsonArray)value).Items.Select(items.Literal))}]";

    public override string Same(string left, string right) =>
        $"RecordEquality.Same({left}, {right}, static (left{Tag}, right{Tag}) => {items.Same("left" + Tag, "right" + Tag)})";

    public override void EmitHelpers(CodeWriter code)
    {
        code.Open($"public static {RecordType} Read{Tag}(ref AvroReader reader)")
            .Line("var block = default(AvroBlock);")
            .Line("if (!reader.NextItem(ref block)) return [];")
            .Line($"var items = new System.Collections.Generic.List<{items.RecordType}>(block.Capacity);")
            .Line($"do items.Add({items.Read}); while (reader.NextItem(ref block));")
            .Line("return items;")
            .Close().Line();
        code.Open($"public static void Write{Tag}(ref AvroWriter writer, {RecordType} value)")
            .Line("writer.WriteBlockStart(value.Count);")
            .Line($"for (var index = 0; index < value.Count; index++) {{ {items.Write("value[index]")} }}")
            .Line("writer.WriteBlockEnd();")
            .Close().Line();
        code.Open($"public static void Skip{Tag}(ref AvroReader reader)")
            .Line("var block = default(AvroBlock);")
            .Line($"while (reader.NextItem(ref block)) {{ {items.Skip} }}")
            .Close().Line();
        code.Open($"public static {ViewType} View{Tag}(scoped ref AvroReader reader)")
            .Line("var start = reader.Position;")
            .Line(Skip)
            .Line($"return new {ViewType}(reader.Data[start..reader.Position]);")
            .Close().Line();
    }
}

using System.Linq;
using Engage.Avro.Json;

namespace Engage.Avro.Generator.Shapes;

internal sealed class MapShape(Shape values) : Shape
{
    private string Dictionary => $"global::System.Collections.Generic.Dictionary<string, {values.RecordType}>";

    public override string Tag => values.Tag + "Map";

    public override string RecordType => $"global::System.Collections.Generic.IReadOnlyDictionary<string, {values.RecordType}>";

    public override bool IsValueType => false;

    public override bool NeedsContentComparison => true;

    public override bool IsRaw => true;

    public override int? EmptyNumber => 0;

    public override string Read => $"AvroShapes.Read{Tag}(ref reader)";

    public override string ViewType => $"AvroMapView<{values.ViewType}, {values.ItemType}>";

    public override bool IsRefLike => true;

    public override string ViewRead => $"AvroShapes.View{Tag}(ref reader)";

    public override string ViewReadUntil(string end) => $"new {ViewType}(reader.Data[reader.Position..{end}])";

    public override string Write(string value) => $"AvroShapes.Write{Tag}(ref writer, {value});";

    public override string Literal(JsonValue value)
    {
        var members = ((JsonObject)value).Members;
        return members.Count == 0
            ? $"global::System.Collections.Frozen.FrozenDictionary<string, {values.RecordType}>.Empty"
            : $"new {Dictionary} {{ {string.Join(", ", members.Select(member => $"[{Literals.Text(member.Key)}] = {values.Literal(member.Value)}"))} }}";
    }

    public override string Same(string left, string right) =>
        $"RecordEquality.Same({left}, {right}, static (left{Tag}, right{Tag}) => {values.Same("left" + Tag, "right" + Tag)})";

    public override void EmitHelpers(CodeWriter code)
    {
        code.Open($"public static {RecordType} Read{Tag}(ref AvroReader reader)")
            .Line("var block = default(AvroBlock);")
            .Line($"if (!reader.NextItem(ref block)) return global::System.Collections.Frozen.FrozenDictionary<string, {values.RecordType}>.Empty;")
            .Line($"var entries = new {Dictionary}(block.Capacity, System.StringComparer.Ordinal);")
            .Open("do")
            .Line("var key = reader.ReadString();")
            .Line($"entries[key] = {values.Read};")
            .Close(" while (reader.NextItem(ref block));")
            .Line("return entries;")
            .Close().Line();
        code.Open($"public static void Write{Tag}(ref AvroWriter writer, {RecordType} value)")
            .Line("writer.WriteBlockStart(value.Count);")
            // The interface would box its enumerator.
            .Line($"if (value is {Dictionary} dictionary) {{ foreach (var entry in dictionary) {{ writer.WriteString(entry.Key); {values.Write("entry.Value")} }} }}")
            .Line($"else if (value.Count > 0) {{ foreach (var entry in value) {{ writer.WriteString(entry.Key); {values.Write("entry.Value")} }} }}")
            .Line("writer.WriteBlockEnd();")
            .Close().Line();
        code.Open($"public static void Skip{Tag}(ref AvroReader reader)")
            .Line("var block = default(AvroBlock);")
            .Line($"while (reader.NextItem(ref block)) {{ _ = reader.ReadUtf8(); {values.Skip} }}")
            .Close().Line();
        code.Open($"public static {ViewType} View{Tag}(scoped ref AvroReader reader)")
            .Line("var start = reader.Position;")
            .Line(Skip)
            .Line($"return new {ViewType}(reader.Data[start..reader.Position]);")
            .Close().Line();
    }
}

using Engage.Avro.Json;

namespace Engage.Avro.Generator.Shapes;

/// <summary>The union of null, boolean, long, double and string that attributes are.</summary>
internal sealed class AttributeShape : Shape
{
    public override string Tag => "Attribute";

    public override string RecordType => GeneratorOptions.AttributeType;

    public override string Read => "AvroShapes.ReadAttribute(ref reader)";

    public override string Skip => "_ = AttributeView.Read(ref reader);";

    public override string ViewType => "AttributeView";

    public override bool IsRefLike => true;

    public override string ViewRead => "AttributeView.Read(ref reader)";

    public override bool NeedsItem => false;

    public override string Write(string value) => $"AvroShapes.WriteAttribute(ref writer, {value});";

    public override string WriteField(string value) => $"{value}.Write(ref writer);";

    public override string? FieldLiteral(JsonValue value) => null;

    public override string Literal(JsonValue value) => value switch
    {
        JsonBoolean boolean => $"{RecordType}.FromBoolean({(boolean.Value ? "true" : "false")})",
        JsonNumber number when long.TryParse(number.Text, out _) => $"{RecordType}.FromLong({number.Text}L)",
        JsonNumber number => $"{RecordType}.FromDouble({number.Text}d)",
        JsonString text => $"{RecordType}.FromString({Literals.Text(text.Value)})",
        _ => $"{RecordType}.Null",
    };

    public override void EmitHelpers(CodeWriter code)
    {
        var kind = "global::Engage.Contracts.AttributeKind";
        code.Open($"public static {RecordType} ReadAttribute(ref AvroReader reader)")
            .Line("var view = AttributeView.Read(ref reader);")
            .Open("return view.Kind switch")
            .Line($"AttributeViewKind.Boolean => {RecordType}.FromBoolean(view.Boolean),")
            .Line($"AttributeViewKind.Long => {RecordType}.FromLong(view.Long),")
            .Line($"AttributeViewKind.Double => {RecordType}.FromDouble(view.Double),")
            .Line($"AttributeViewKind.String => {RecordType}.FromString(System.Text.Encoding.UTF8.GetString(view.Utf8)),")
            .Line($"_ => {RecordType}.Null,")
            .Close(";")
            .Close().Line();
        code.Open($"public static void WriteAttribute(ref AvroWriter writer, in {RecordType} value)")
            .Line("writer.WriteUnionIndex((int)value.Kind);")
            .Open("switch (value.Kind)")
            .Line($"case {kind}.Boolean: writer.WriteBoolean(value.Boolean); break;")
            .Line($"case {kind}.Long: writer.WriteLong(value.Long); break;")
            .Line($"case {kind}.Double: writer.WriteDouble(value.Double); break;")
            .Line($"case {kind}.String: writer.WriteString(value.Text); break;")
            .Close()
            .Close().Line();
    }
}

using Engage.Avro.Json;

namespace Engage.Avro.Generator.Shapes;

/// <summary>A union of null and one other type.</summary>
internal sealed class NullableShape(Shape inner, int nullIndex) : Shape
{
    public Shape Inner { get; } = inner;

    public override string Tag => "Nullable" + (nullIndex == 0 ? "" : "Last") + Inner.Tag;

    public override string RecordType => Inner.RecordType + "?";

    public override string Unit => Inner.Unit;

    public override bool NeedsContentComparison => Inner.NeedsContentComparison;

    public override bool IsRaw => Inner.IsRaw;

    public override int? EmptyNumber => nullIndex;

    public override string Read => $"reader.ReadUnionIndex(2) == {nullIndex} ? default({RecordType}) : {Inner.Read}";

    public override string Skip => $"if (reader.ReadUnionIndex(2) != {nullIndex}) {{ {Inner.Skip} }}";

    public override string ViewType => Inner.IsRefLike ? $"AvroOptional<{Inner.ViewType}>" : Inner.ViewType + "?";

    public override bool IsRefLike => Inner.IsRefLike;

    public override string ViewRead => ReadBranch(Inner.ViewRead);

    public override string ViewReadUntil(string end) => ReadBranch(Inner.ViewReadUntil(end));

    /// <summary>Expression that tells whether a value is there; moves the reader onto it.</summary>
    public string HasValue => $"reader.ReadUnionIndex(2) != {nullIndex}";

    public override string Write(string value)
    {
        var name = "present" + Inner.Tag;
        // In braces of its own: two fields of one type stand side by side.
        return $"{{ if ({value} is not {{ }} {name}) writer.WriteUnionIndex({nullIndex}); else {{ writer.WriteUnionIndex({1 - nullIndex}); {Inner.Write(name)} }} }}";
    }

    public override string WriteField(string value) => Inner.IsRefLike
        ? $"if (!{value}.HasValue) writer.WriteUnionIndex({nullIndex}); else {{ writer.WriteUnionIndex({1 - nullIndex}); {Inner.WriteField(value + ".Value")} }}"
        : Write(value);

    public override string? FieldLiteral(JsonValue value) => value is JsonNull ? null : Inner.FieldLiteral(value);

    private string ReadBranch(string value) => Inner.IsRefLike
        ? $"reader.ReadUnionIndex(2) == {nullIndex} ? default : new {ViewType}({value})"
        : $"reader.ReadUnionIndex(2) == {nullIndex} ? default({ViewType}) : {value}";

    public override string Literal(JsonValue value) => value is JsonNull ? "null" : Inner.Literal(value);

    public override string Same(string left, string right) => NeedsContentComparison ? Inner.Same(left, right) : base.Same(left, right);
}

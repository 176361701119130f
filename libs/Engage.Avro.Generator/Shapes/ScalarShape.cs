using System;
using Engage.Avro.Json;

namespace Engage.Avro.Generator.Shapes;

/// <summary>A type that reader and writer know: one call reads it, one call writes it.</summary>
/// <param name="tag">See <see cref="Shape.Tag"/>.</param>
/// <param name="type">Type in records.</param>
/// <param name="read">Call that reads it, without <c>reader.</c>.</param>
/// <param name="write">Call that writes it, without <c>writer.</c>; {0} stands for the value.</param>
/// <param name="literal">Makes a C# expression of a default.</param>
internal sealed class ScalarShape(string tag, string type, string read, string write, Func<JsonValue, string> literal) : Shape
{
    private string? viewType;
    private string? viewRead;
    private string? itemType;
    private string? skipCall;
    private string? fieldWrite;
    private string unit = "";
    private string? same;
    private bool isValueType = true;

    public override string Tag => tag;

    public override string RecordType => type;

    public override bool IsValueType => isValueType;

    public override string Unit => unit;

    public override string Read => "reader." + read;

    public override string Skip => $"_ = reader.{skipCall ?? read};";

    public override string ViewType => viewType ?? type;

    public override bool IsRefLike => viewType is not null;

    public override string ViewRead => "reader." + (viewRead ?? read);

    public override string ItemType => itemType ?? base.ItemType;

    public override bool NeedsItem => itemType is null;

    public override bool NeedsContentComparison => same is not null;

    /// <summary>Reads it in views as a borrowed span, which is checked without allocation.</summary>
    public ScalarShape InViews(string asType, string asRead, string skip, string asWrite)
    {
        (viewType, viewRead, skipCall, fieldWrite) = (asType, asRead, skip, asWrite);
        return this;
    }

    public ScalarShape WithItem(string libraryItem)
    {
        itemType = libraryItem;
        return this;
    }

    public ScalarShape WithUnit(string suffix)
    {
        unit = suffix;
        return this;
    }

    /// <summary>A reference type in records.</summary>
    public ScalarShape AsReference()
    {
        isValueType = false;
        return this;
    }

    public ScalarShape ComparedBy(string format)
    {
        same = format;
        return this;
    }

    public override string Write(string value) => $"writer.{string.Format(write, value)};";

    public override string WriteField(string value) => $"writer.{string.Format(fieldWrite ?? write, value)};";

    public override string? FieldLiteral(JsonValue value) => type == "string" ? Literal(value) + "u8" : Literal(value);

    public override string Literal(JsonValue value) => literal(value);

    public override string Same(string left, string right) => same is null ? base.Same(left, right) : string.Format(same, left, right);
}

using Engage.Avro.Json;

namespace Engage.Avro.Generator.Shapes;

/// <summary>How one Avro type looks in C#: in records, in codecs and in views. Expressions use the variables <c>reader</c> and <c>writer</c>.</summary>
internal abstract class Shape
{
    /// <summary>Unique per shape; names its helper methods and item type.</summary>
    public abstract string Tag { get; }

    /// <summary>Type in records, without the question mark of a nullable one.</summary>
    public abstract string RecordType { get; }

    public virtual bool IsValueType => true;

    /// <summary>Unit that the property's name must carry, such as Micros; empty for none.</summary>
    public virtual string Unit => "";

    /// <summary>Expression that reads the value for a record.</summary>
    public abstract string Read { get; }

    /// <summary>Statement that checks the value and steps over it.</summary>
    public virtual string Skip => $"AvroShapes.Skip{Tag}(ref reader);";

    /// <summary>Type in views; may be a ref struct.</summary>
    public abstract string ViewType { get; }

    /// <summary>Whether <see cref="ViewType"/> cannot be made nullable, so that the view needs a Has property.</summary>
    public abstract bool IsRefLike { get; }

    /// <summary>Expression that reads the value for a view from bytes checked before.</summary>
    public abstract string ViewRead { get; }

    /// <summary>As <see cref="ViewRead"/>, where the offset of the value's <paramref name="end"/> is known and need not be searched.</summary>
    public virtual string ViewReadUntil(string end) => ViewRead;

    /// <summary>The IAvroItem of an array item or map value of this shape.</summary>
    public virtual string ItemType => Tag + "Item";

    /// <summary>Whether <see cref="ItemType"/> must be generated because the library has none.</summary>
    public virtual bool NeedsItem => true;

    /// <summary>Set by the array or map whose items have this shape.</summary>
    public bool IsUsedAsItem { get; set; }

    /// <summary>Whether two values with the same content can differ for the default comparer.</summary>
    public virtual bool NeedsContentComparison => false;

    /// <summary>Statement that writes <paramref name="value"/>, of the record's type.</summary>
    public abstract string Write(string value);

    /// <summary>Whether the Fields struct takes the value as encoded bytes, because a list, map or record would have to be made for it.</summary>
    public virtual bool IsRaw => false;

    /// <summary>The number that encodes an empty value of a raw shape; null when there is no empty one.</summary>
    public virtual int? EmptyNumber => null;

    /// <summary>Type in the Fields struct.</summary>
    public virtual string FieldType => ViewType;

    /// <summary>Statement that writes <paramref name="value"/>, of <see cref="FieldType"/>.</summary>
    public virtual string WriteField(string value) => Write(value);

    /// <summary>C# expression of a default in the Fields struct; null where the default of the type will do.</summary>
    public virtual string? FieldLiteral(JsonValue value) => Literal(value);

    /// <summary>C# expression of a default.</summary>
    public abstract string Literal(JsonValue value);

    /// <summary>Expression that compares two values by content.</summary>
    public virtual string Same(string left, string right) =>
        $"global::System.Collections.Generic.EqualityComparer<{RecordType}{(IsValueType ? "" : "?")}>.Default.Equals({left}, {right})";

    /// <summary>Emits the helper methods and the item type, in the shared class and beside it.</summary>
    public virtual void EmitHelpers(CodeWriter code)
    {
    }
}

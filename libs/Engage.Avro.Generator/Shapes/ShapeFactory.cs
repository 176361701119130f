using System.Collections.Generic;
using System.Linq;
using Engage.Avro.Schemas;

namespace Engage.Avro.Generator.Shapes;

/// <summary>Chooses the C# shape of every Avro type, the same one for the same type everywhere.</summary>
internal sealed class ShapeFactory(string recordsNamespace)
{
    private const int DecimalDigitsMax = 28;
    private const string Span = "global::System.ReadOnlySpan<byte>";

    private static readonly AvroType[] AttributeBranches = [AvroType.Null, AvroType.Boolean, AvroType.Long, AvroType.Double, AvroType.String];

    private readonly Dictionary<string, Shape> made = [];

    /// <summary>Every shape made so far, inner ones before outer ones.</summary>
    public IEnumerable<Shape> Made => made.Values;

    /// <exception cref="UnsupportedSchemaException">The type has no C# shape.</exception>
    public Shape Of(AvroSchema schema)
    {
        var shape = Make(schema);
        if (made.TryGetValue(shape.Tag, out var known)) return known;
        made.Add(shape.Tag, shape);
        return shape;
    }

    public string TypeName(NamedSchema schema) => $"global::{recordsNamespace}.{CSharpName.Pascal(schema.Name)}";

    private Shape AsItem(AvroSchema schema)
    {
        var shape = Of(schema);
        shape.IsUsedAsItem = true;
        return shape;
    }

    private Shape Make(AvroSchema schema) => schema switch
    {
        PrimitiveSchema primitive => MakePrimitive(primitive),
        FixedSchema size => MakeFixed(size),
        EnumSchema symbols => new EnumShape(symbols, TypeName(symbols)),
        RecordSchema record => new RecordShape(record, TypeName(record), this),
        ArraySchema array => new ArrayShape(AsItem(array.Items)),
        MapSchema map => new MapShape(AsItem(map.Values)),
        UnionSchema union => MakeUnion(union),
        _ => throw new UnsupportedSchemaException($"{schema.Type} has no C# shape"),
    };

    private Shape MakeUnion(UnionSchema union)
    {
        if (union.Branches.Select(branch => branch.Type).SequenceEqual(AttributeBranches)) return new AttributeShape();
        var nullIndex = union.Branches.ToList().FindIndex(branch => branch.Type == AvroType.Null);
        if (union.Branches.Count != 2 || nullIndex < 0)
        {
            throw new UnsupportedSchemaException("a union is either null and one other type or [\"null\",\"boolean\",\"long\",\"double\",\"string\"]");
        }

        return new NullableShape(Of(union.Branches[1 - nullIndex]), nullIndex);
    }

    private static ScalarShape MakePrimitive(PrimitiveSchema schema) => (schema.Type, schema.Logical.Kind) switch
    {
        (AvroType.Boolean, _) => new ScalarShape("Boolean", "bool", "ReadBoolean()", "WriteBoolean({0})", Literals.Boolean).WithItem("BooleanItem"),
        (AvroType.Int, LogicalKind.Date) => new ScalarShape("Date", "global::System.DateOnly", "ReadDate()", "WriteDate({0})", Literals.Date),
        (AvroType.Int, LogicalKind.TimeMillis) => new ScalarShape("TimeMillis", "int", "ReadTimeMillis()", "WriteInt({0})", Literals.Number).WithUnit("Millis"),
        (AvroType.Int, _) => new ScalarShape("Int", "int", "ReadInt()", "WriteInt({0})", Literals.Number).WithItem("IntItem"),
        (AvroType.Long, LogicalKind.TimeMicros) => new ScalarShape("TimeMicros", "long", "ReadTimeMicros()", "WriteLong({0})", Literals.Long).WithUnit("Micros"),
        (AvroType.Long, LogicalKind.TimestampMillis or LogicalKind.LocalTimestampMillis) =>
            new ScalarShape("TimestampMillis", "long", "ReadTimestampMillis()", "WriteLong({0})", Literals.Long).WithUnit("Millis"),
        (AvroType.Long, LogicalKind.TimestampMicros or LogicalKind.LocalTimestampMicros) =>
            new ScalarShape("TimestampMicros", "long", "ReadTimestampMicros()", "WriteLong({0})", Literals.Long).WithUnit("Micros"),
        (AvroType.Long, _) => new ScalarShape("Long", "long", "ReadLong()", "WriteLong({0})", Literals.Long).WithItem("LongItem"),
        (AvroType.Float, _) => new ScalarShape("Float", "float", "ReadFloat()", "WriteFloat({0})", Literals.Float).WithItem("FloatItem"),
        (AvroType.Double, _) => new ScalarShape("Double", "double", "ReadDouble()", "WriteDouble({0})", Literals.Double).WithItem("DoubleItem"),
        (AvroType.Bytes, LogicalKind.Decimal) => MakeDecimal(schema.Logical),
        (AvroType.Bytes, _) => new ScalarShape("Bytes", "global::System.ReadOnlyMemory<byte>", "ReadBytes().ToArray()", "WriteBytes({0}.Span)", Literals.Bytes)
            .InViews(Span, "ReadBytes()", "ReadBytes()", "WriteBytes({0})").WithItem("BytesItem").ComparedBy("RecordEquality.Same({0}, {1})"),
        (AvroType.String, LogicalKind.Uuid) => new ScalarShape("Uuid", "global::System.Guid", "ReadUuid()", "WriteUuid({0})", Literals.Uuid),
        (AvroType.String, _) => new ScalarShape("String", "string", "ReadString()", "WriteString({0})", Literals.Text)
            .InViews(Span, "ReadBytes()", "ReadUtf8()", "WriteUtf8({0})").WithItem("BytesItem").AsReference(),
        _ => throw new UnsupportedSchemaException($"{schema.Type} alone has no C# shape"),
    };

    private static ScalarShape MakeDecimal(LogicalType digits)
    {
        Check(digits);
        return new ScalarShape(
            $"Decimal{digits.Precision}x{digits.Scale}",
            "decimal",
            $"ReadDecimal({digits.Precision}, {digits.Scale})",
            $"WriteDecimal({{0}}, {digits.Precision}, {digits.Scale})",
            value => Literals.Decimal(value, digits.Scale));
    }

    private static ScalarShape MakeFixed(FixedSchema schema)
    {
        var size = schema.SizeBytes;
        if (schema.Logical.Kind == LogicalKind.Uuid)
        {
            return new ScalarShape("UuidFixed", "global::System.Guid", "ReadUuidFixed()", "WriteUuidFixed({0})", Literals.UuidFixed);
        }

        if (schema.Logical.Kind == LogicalKind.Decimal)
        {
            var digits = schema.Logical;
            Check(digits);
            return new ScalarShape(
                $"Fixed{size}Decimal{digits.Precision}x{digits.Scale}",
                "decimal",
                $"ReadDecimalFixed({size}, {digits.Precision}, {digits.Scale})",
                $"WriteDecimalFixed({{0}}, {size}, {digits.Precision}, {digits.Scale})",
                value => Literals.Decimal(value, digits.Scale));
        }

        return new ScalarShape($"Fixed{size}", "global::System.ReadOnlyMemory<byte>", $"ReadFixed({size}).ToArray()", $"WriteFixed({{0}}.Span, {size})", Literals.Bytes)
            .InViews(Span, $"ReadFixed({size})", $"ReadFixed({size})", $"WriteFixed({{0}}, {size})").ComparedBy("RecordEquality.Same({0}, {1})");
    }

    private static void Check(LogicalType digits)
    {
        if (digits.Precision > DecimalDigitsMax) throw new UnsupportedSchemaException($"a decimal of {digits.Precision} digits does not fit System.Decimal; at most {DecimalDigitsMax}");
    }
}

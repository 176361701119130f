using System.Collections.Generic;
using Engage.Avro.Generator.Shapes;
using Engage.Avro.Schemas;

namespace Engage.Avro.Generator.Emitters;

/// <summary>Codecs mode: the ref struct that reads a record in place.</summary>
internal static class ViewEmitter
{
    private static readonly string[] Usings =
        ["System", "System.Diagnostics.CodeAnalysis", "Engage.Avro.Binary", "Engage.Avro.Schemas"];

    public static string Emit(RecordSchema record, ShapeFactory shapes, string space)
    {
        var name = CSharpName.Pascal(record.Name) + "View";
        var fields = FieldShape.Of(record, shapes);
        var code = CodeWriter.ForFile(space, Usings);

        code.Line($"/// <summary>{record.FullName} read in place: the constructor checks every byte once, properties decode what is asked for.</summary>")
            .Line("/// <remarks>Borrows from the payload and allocates nothing. Strings are UTF-8. A default view has no fields: only read one that was parsed.</remarks>")
            .Open($"public readonly ref struct {name}")
            .Line("private readonly ReadOnlySpan<byte> data;");
        for (var index = 0; index <= fields.Count; index++) code.Line($"private readonly int o{index};");
        code.Line();

        EmitConstructor(code, name, fields);
        code.Line("/// <summary>This record's own bytes, to be copied as they are.</summary>")
            .Line($"public ReadOnlySpan<byte> Raw => data[o0..o{fields.Count}];").Line();
        EmitParse(code, record, name);
        code.Line("/// <summary>A copy that outlives the payload.</summary>")
            .Open($"public {shapes.TypeName(record)} ToRecord()")
            .Line("var reader = AvroReader.Trusted(data, o0);")
            .Line($"return {CSharpName.Pascal(record.Name)}Codec.Read(ref reader);")
            .Close().Line();
        code.Line("/// <summary>Checks a record and steps over it.</summary>")
            .Open("public static void Skip(ref AvroReader reader)")
            .Line("reader.Enter();");
        foreach (var field in fields) code.Line(field.Shape.Skip);
        code.Line("reader.Leave();").Close();
        foreach (var field in fields) EmitProperty(code.Line(), field);
        return code.Close().ToString();
    }

    private static void EmitConstructor(CodeWriter code, string name, IReadOnlyList<FieldShape> fields)
    {
        code.Line("/// <summary>Takes the record at the reader's position.</summary>")
            .Line("/// <exception cref=\"AvroDecodeException\">The bytes are no such record.</exception>")
            .Open($"public {name}(scoped ref AvroReader reader)")
            .Line("data = reader.Data;")
            .Line("reader.Enter();")
            .Line("o0 = reader.Position;");
        foreach (var field in fields) code.Line(field.Shape.Skip).Line($"o{field.Field.Position + 1} = reader.Position;");
        code.Line("reader.Leave();").Close().Line();
    }

    private static void EmitParse(CodeWriter code, RecordSchema record, string name)
    {
        code.Line("/// <summary>Reads a whole payload (no wire header) that was written with exactly this schema.</summary>")
            .Line("/// <param name=\"payload\">The bytes; the view borrows them.</param>")
            .Line("/// <param name=\"view\">The record, or a default view.</param>")
            .Line("/// <param name=\"error\">Why there is no record, with the field's path.</param>")
            .Line("/// <param name=\"limits\"><see cref=\"AvroLimits.Default\"/> when null.</param>")
            .Open($"public static bool TryParse(ReadOnlySpan<byte> payload, out {name} view, [NotNullWhen(false)] out DecodeError? error, AvroLimits? limits = null)")
            .Open("try")
            .Line("var reader = new AvroReader(payload, limits ?? AvroLimits.Default);")
            .Line($"view = new {name}(ref reader);")
            .Line("reader.ExpectEnd();")
            .Line("error = null;")
            .Line("return true;")
            .Close()
            .Open("catch (AvroDecodeException refused)")
            .Line("view = default;")
            .Line($"error = AvroPayload.Locate(refused.Error, {CSharpName.Pascal(record.Name)}Codec.Schema, payload, limits);")
            .Line("return false;")
            .Close()
            .Close().Line();
    }

    private static void EmitProperty(CodeWriter code, FieldShape field)
    {
        var position = field.Field.Position;
        var shape = field.Shape;
        if (shape is NullableShape { IsRefLike: true } nullable)
        {
            EmitGetter(code, $"public bool Has{field.Property}", position, $"return {nullable.HasValue};");
        }

        code.Summary(field.Field.Documentation);
        EmitGetter(code, $"public {shape.ViewType} {field.Property}", position, $"return {shape.ViewReadUntil($"o{position + 1}")};");
        code.Line($"/// <summary>The encoded bytes of {field.Field.Name}, branch index of a union included.</summary>")
            .Line($"public ReadOnlySpan<byte> Raw{field.Property} => data[o{position}..o{position + 1}];");
    }

    private static void EmitGetter(CodeWriter code, string declaration, int position, string body) =>
        code.Open(declaration).Open("get").Line($"var reader = AvroReader.Trusted(data, o{position});").Line(body).Close().Close().Line();
}

using Engage.Avro.Generator.Shapes;
using Engage.Avro.Schemas;

namespace Engage.Avro.Generator.Emitters;

/// <summary>Codecs mode: the class that writes and reads a record.</summary>
internal static class CodecEmitter
{
    private static readonly string[] Usings =
        ["System", "System.Diagnostics.CodeAnalysis", "Engage.Avro.Binary", "Engage.Avro.Schemas"];

    public static string Emit(RecordSchema record, string schemaText, ShapeFactory shapes, string space)
    {
        var name = CSharpName.Pascal(record.Name);
        var type = shapes.TypeName(record);
        var fields = FieldShape.Of(record, shapes);
        var code = CodeWriter.ForFile(space, Usings);

        code.Line($"/// <summary>Writes and reads <see cref=\"{type}\"/> with the schema {record.FullName}.</summary>")
            .Open($"public readonly struct {name}Codec : IAvroCodec<{type}>")
            .Line("private static AvroSchema? schema;").Line()
            .Line("/// <summary>One line of JSON.</summary>")
            .Line($"public static string SchemaText => {Literals.Text(schemaText)};").Line()
            .Line("public static AvroSchema Schema => schema ??= AvroSchema.Parse(SchemaText);").Line();

        code.Open($"public static void Write(ref AvroWriter writer, {type} value)");
        foreach (var field in fields) code.Line(field.Shape.Write("value." + field.Property));
        code.Close().Line();

        code.Open($"public static {type} Read(ref AvroReader reader)").Line("reader.Enter();");
        foreach (var field in fields) code.Line($"var field{field.Field.Position} = {field.Shape.Read};");
        code.Line("reader.Leave();").Open($"return new {type}");
        foreach (var field in fields) code.Line($"{field.Property} = field{field.Field.Position},");
        code.Close(";").Close().Line();

        code.Open($"public static bool TryRead(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out {type}? value, [NotNullWhen(false)] out DecodeError? error, AvroLimits? limits = null)")
            .Open("try")
            .Line("var reader = new AvroReader(payload, limits ?? AvroLimits.Default);")
            .Line("value = Read(ref reader);")
            .Line("reader.ExpectEnd();")
            .Line("error = null;")
            .Line("return true;")
            .Close()
            .Open("catch (AvroDecodeException refused)")
            .Line("value = null;")
            .Line("error = AvroPayload.Locate(refused.Error, Schema, payload, limits);")
            .Line("return false;")
            .Close()
            .Close();
        return code.Close().ToString();
    }
}

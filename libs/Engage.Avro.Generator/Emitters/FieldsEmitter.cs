using System.Collections.Generic;
using Engage.Avro.Generator.Shapes;
using Engage.Avro.Json;
using Engage.Avro.Schemas;

namespace Engage.Avro.Generator.Emitters;

/// <summary>Codecs mode: the ref struct from which a record is written without strings, lists or maps being made first.</summary>
internal static class FieldsEmitter
{
    public static string Emit(RecordSchema record, ShapeFactory shapes, string space)
    {
        var name = CSharpName.Pascal(record.Name) + "Fields";
        var fields = FieldShape.Of(record, shapes);
        var code = CodeWriter.ForFile(space, "System", "Engage.Avro.Binary");

        code.Line($"/// <summary>The fields of {record.FullName} as spans and numbers, to be written by name and in any order: <c>new {name} {{ … }}.Write(ref writer)</c>.</summary>")
            .Line("/// <remarks>Allocates nothing. What is not set has its default of the schema; without one, zero or empty. Strings are UTF-8 and not checked. Raw fields are Avro already, such as the raw span of a view; one without an empty default must be set.</remarks>")
            .Open($"public ref struct {name}")
            .Line($"public {name}()").Line("{").Line("}").Line();
        foreach (var field in fields) EmitMember(code, field);
        EmitWrite(code, record, fields);
        return code.Close().ToString();
    }

    private static void EmitMember(CodeWriter code, FieldShape field)
    {
        code.Summary(field.Field.Documentation);
        var member = field.Shape.IsRaw ? "Raw" + field.Property : field.Property;
        var type = field.Shape.IsRaw ? "ReadOnlySpan<byte>" : field.Shape.FieldType;
        var initial = !field.Shape.IsRaw && field.Field.Default is { } value ? field.Shape.FieldLiteral(value) : null;
        code.Line($"public {type} {member} {{ get; set; }}{(initial is null ? "" : $" = {initial};")}").Line();
    }

    private static void EmitWrite(CodeWriter code, RecordSchema record, IReadOnlyList<FieldShape> fields)
    {
        code.Line("/// <summary>Appends the payload (no wire header).</summary>")
            .Line("/// <exception cref=\"AvroEncodeException\">A decimal has too many digits, or a raw field that must be set is empty.</exception>")
            .Open("public readonly void Write(scoped ref AvroWriter writer)");
        foreach (var field in fields)
        {
            code.Line(field.Shape.IsRaw ? WriteRaw(field, record.FullName) : field.Shape.WriteField(field.Property));
        }

        code.Close();
    }

    /// <summary>Whether what is written for an unset field is what the schema says; also true where the schema says nothing.</summary>
    private static bool HasEmptyDefault(FieldShape field) => field.Field.Default switch
    {
        JsonArray items => items.Items.Count == 0,
        JsonObject members => members.Members.Count == 0,
        _ => true,
    };

    private static string WriteRaw(FieldShape field, string record)
    {
        var member = "Raw" + field.Property;
        var otherwise = field.Shape.EmptyNumber is { } empty && HasEmptyDefault(field)
            ? $"writer.WriteInt({empty});"
            : $"throw new AvroEncodeException(\"{record}.{field.Field.Name} is not set.\");";
        return $"if ({member}.IsEmpty) {otherwise} else writer.WriteRaw({member});";
    }
}

using System.Linq;
using Engage.Avro.Generator.Shapes;
using Engage.Avro.Schemas;

namespace Engage.Avro.Generator.Emitters;

/// <summary>Records mode: plain sealed records and enums that know nothing of Avro.</summary>
internal static class RecordEmitter
{
    public static string Emit(RecordSchema record, ShapeFactory shapes, string space)
    {
        var name = CSharpName.Pascal(record.Name);
        var fields = FieldShape.Of(record, shapes);
        var code = CodeWriter.ForFile(space);
        code.Summary(record.Documentation).Open($"public sealed record {name}");
        foreach (var field in fields) EmitProperty(code, field);

        code.Line("/// <summary>Compares by content, lists and maps included.</summary>")
            .Open($"public bool Equals({name}? other)")
            .Line(fields.Count == 0 ? "return other is not null;" : "return other is not null")
            .Line(string.Join("\n            ", fields.Select(field => $"&& {field.Shape.Same(field.Property, "other." + field.Property)}")) + (fields.Count == 0 ? "" : ";"))
            .Close().Line();
        code.Open("public override int GetHashCode()").Line("var hash = new global::System.HashCode();");
        foreach (var field in fields.Where(field => !field.Shape.NeedsContentComparison)) code.Line($"hash.Add({field.Property});");
        return code.Line("return hash.ToHashCode();").Close().Close().ToString();
    }

    public static string Emit(EnumSchema schema, string space)
    {
        var code = CodeWriter.ForFile(space);
        code.Summary(schema.Documentation).Open($"public enum {CSharpName.Pascal(schema.Name)}");
        for (var index = 0; index < schema.Symbols.Count; index++) code.Line($"{CSharpName.Pascal(schema.Symbols[index])} = {index},");
        return code.Close().ToString();
    }

    /// <summary>Comparison by content for what the default comparer compares by identity.</summary>
    public static string EmitEquality(string space) => CodeWriter.ForFile(space, "System", "System.Collections.Generic")
        .Open("internal static class RecordEquality")
        .Open("public static bool Same(ReadOnlyMemory<byte>? left, ReadOnlyMemory<byte>? right)")
        .Line("return left.HasValue == right.HasValue && left.GetValueOrDefault().Span.SequenceEqual(right.GetValueOrDefault().Span);")
        .Close().Line()
        .Open("public static bool Same<T>(IReadOnlyList<T>? left, IReadOnlyList<T>? right, Func<T, T, bool> same)")
        .Line("if (ReferenceEquals(left, right)) return true;")
        .Line("if (left is null || right is null || left.Count != right.Count) return false;")
        .Line("for (var index = 0; index < left.Count; index++) { if (!same(left[index], right[index])) return false; }")
        .Line("return true;")
        .Close().Line()
        .Open("public static bool Same<T>(IReadOnlyDictionary<string, T>? left, IReadOnlyDictionary<string, T>? right, Func<T, T, bool> same)")
        .Line("if (ReferenceEquals(left, right)) return true;")
        .Line("if (left is null || right is null || left.Count != right.Count) return false;")
        .Line("foreach (var entry in left) { if (!right.TryGetValue(entry.Key, out var other) || !same(entry.Value, other)) return false; }")
        .Line("return true;")
        .Close()
        .Close().ToString();

    private static void EmitProperty(CodeWriter code, FieldShape field)
    {
        code.Summary(field.Field.Documentation);
        var type = field.Shape.RecordType;
        if (field.Field.Default is { } value)
        {
            code.Line($"public {type} {field.Property} {{ get; init; }} = {field.Shape.Literal(value)};");
        }
        else
        {
            code.Line($"public required {type} {field.Property} {{ get; init; }}");
        }

        code.Line();
    }
}

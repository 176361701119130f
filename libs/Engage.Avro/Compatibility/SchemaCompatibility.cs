using Engage.Avro.Resolution;
using Engage.Avro.Schemas;

namespace Engage.Avro.Compatibility;

/// <summary>Whether one schema can read everything another can write, by the rules of Avro's own checker, which look at encoding only and not at logical types.</summary>
public sealed class SchemaCompatibility
{
    /// <summary>Far above what two schemas of 2,000 fields need.</summary>
    private const int StepsMax = 200_000;

    private readonly Dictionary<(AvroSchema Reader, AvroSchema Writer), bool> judged = [];
    private int steps;
    private int depth;

    private SchemaCompatibility()
    {
    }

    /// <summary>Every reason why <paramref name="reader"/> cannot read some value of <paramref name="writer"/>; empty when it can read all.</summary>
    /// <exception cref="AvroSchemaException">The schemas are too deeply nested or too intricate to be compared.</exception>
    public static IReadOnlyList<Incompatibility> Check(AvroSchema reader, AvroSchema writer)
    {
        var found = new List<Incompatibility>();
        new SchemaCompatibility().Compare(reader, writer, "", found);
        return found;
    }

    private void Compare(AvroSchema reader, AvroSchema writer, string path, List<Incompatibility> found)
    {
        if (++steps > StepsMax) throw new AvroSchemaException("the schemas are too intricate to be compared", 0);
        SchemaWalk.Check(++depth);
        switch (reader, writer)
        {
            case (_, UnionSchema union): CompareWriterUnion(reader, union, path, found); break;
            case (UnionSchema union, _): CompareReaderUnion(union, writer, path, found); break;
            case (RecordSchema to, RecordSchema from): CompareRecords(to, from, path, found); break;
            case (EnumSchema to, EnumSchema from): CompareEnums(to, from, path, found); break;
            case (FixedSchema to, FixedSchema from): CompareFixed(to, from, path, found); break;
            case (ArraySchema to, ArraySchema from): Compare(to.Items, from.Items, path + "/items", found); break;
            case (MapSchema to, MapSchema from): Compare(to.Values, from.Values, path + "/values", found); break;
            default:
                if (reader.Type != writer.Type && !IsPromotion(writer.Type, reader.Type)) Add(found, IncompatibilityKind.TypeMismatch, path, $"reader type: {Name(reader)} not compatible with writer type: {Name(writer)}");
                break;
        }

        depth--;
    }

    private void CompareWriterUnion(AvroSchema reader, UnionSchema writer, string path, List<Incompatibility> found)
    {
        for (var index = 0; index < writer.Branches.Count; index++)
        {
            if (reader is UnionSchema && !CanRead(reader, writer.Branches[index]))
            {
                Add(found, IncompatibilityKind.MissingUnionBranch, $"{path}/{index}", $"reader union lacking writer type: {Name(writer.Branches[index])}");
            }
            else if (reader is not UnionSchema)
            {
                Compare(reader, writer.Branches[index], path, found);
            }
        }
    }

    private void CompareReaderUnion(UnionSchema reader, AvroSchema writer, string path, List<Incompatibility> found)
    {
        foreach (var branch in reader.Branches)
        {
            if (CanRead(branch, writer)) return;
        }

        Add(found, IncompatibilityKind.MissingUnionBranch, path, $"reader union lacking writer type: {Name(writer)}");
    }

    /// <summary>Judges a pair once: a recursive type meets itself again, and unions within unions would be judged over and over.</summary>
    private bool CanRead(AvroSchema reader, AvroSchema writer)
    {
        if (judged.TryGetValue((reader, writer), out var known)) return known;
        var found = new List<Incompatibility>();
        Compare(reader, writer, "", found);
        judged[(reader, writer)] = found.Count == 0;
        return found.Count == 0;
    }

    private void CompareRecords(RecordSchema reader, RecordSchema writer, string path, List<Incompatibility> found)
    {
        // Met again inside itself: taken to be readable, the outer comparison decides.
        if (!judged.TryAdd((reader, writer), true))
        {
            if (!judged[(reader, writer)]) Add(found, IncompatibilityKind.TypeMismatch, path, $"record {writer.FullName} cannot be read as {reader.FullName}");
            return;
        }

        var countBefore = found.Count;
        CompareNames(reader, writer, path, found);
        foreach (var field in reader.Fields)
        {
            var place = $"{path}/fields/{field.Position}";
            if (Planner.FindSource(writer, field) is { } source) Compare(field.Schema, source.Schema, place + "/type", found);
            else if (field.Default is null) Add(found, IncompatibilityKind.ReaderFieldMissingDefaultValue, place, field.Name);
        }

        judged[(reader, writer)] = found.Count == countBefore;
    }

    private static void CompareEnums(EnumSchema reader, EnumSchema writer, string path, List<Incompatibility> found)
    {
        CompareNames(reader, writer, path, found);
        if (reader.Default is not null) return;
        var missing = writer.Symbols.Where(symbol => reader.IndexOf(symbol) < 0).ToList();
        if (missing.Count > 0) Add(found, IncompatibilityKind.MissingEnumSymbols, path + "/symbols", $"[{string.Join(", ", missing)}]");
    }

    private static void CompareFixed(FixedSchema reader, FixedSchema writer, string path, List<Incompatibility> found)
    {
        CompareNames(reader, writer, path, found);
        if (reader.SizeBytes != writer.SizeBytes) Add(found, IncompatibilityKind.FixedSizeMismatch, path + "/size", $"expected: {writer.SizeBytes}, found: {reader.SizeBytes}");
    }

    private static void CompareNames(NamedSchema reader, NamedSchema writer, string path, List<Incompatibility> found)
    {
        if (!Planner.NamesMatch(writer, reader)) Add(found, IncompatibilityKind.NameMismatch, path + "/name", $"expected: {writer.FullName}");
    }

    private static bool IsPromotion(AvroType writer, AvroType reader) => (writer, reader) switch
    {
        (AvroType.Int, AvroType.Long or AvroType.Float or AvroType.Double) => true,
        (AvroType.Long, AvroType.Float or AvroType.Double) => true,
        (AvroType.Float, AvroType.Double) => true,
        (AvroType.String, AvroType.Bytes) or (AvroType.Bytes, AvroType.String) => true,
        _ => false,
    };

    private static string Name(AvroSchema schema) => SchemaText.NameOf(schema.Type).ToUpperInvariant();

    private static void Add(List<Incompatibility> found, IncompatibilityKind kind, string path, string detail) =>
        found.Add(new Incompatibility(kind, path.Length == 0 ? "/" : path, detail));
}

using Engage.Avro.Binary;
using Engage.Avro.Schemas;

namespace Engage.Avro.Resolution;

/// <summary>Builds plans by the rules of schema resolution (https://avro.apache.org/docs/1.12.0/specification/#schema-resolution), stricter where money or time would change in silence.</summary>
internal sealed class Planner
{
    /// <summary>Far above what two schemas of 2,000 fields need; ends the search that schemas made up for the purpose could otherwise draw out.</summary>
    private const int StepsMax = 50_000;

    private readonly Dictionary<(RecordSchema Writer, RecordSchema Reader), RecordPlan> plans = [];
    private readonly List<(RecordSchema Writer, RecordSchema Reader)> planOrder = [];
    private readonly Dictionary<(RecordSchema Writer, RecordSchema Reader), string> mismatches = [];
    private readonly SchemaIdentities identities = new();
    private int steps;
    private int depth;

    /// <exception cref="UnresolvableSchemaException">No value of <paramref name="writer"/> can be read as <paramref name="reader"/>.</exception>
    public Plan Build(AvroSchema writer, AvroSchema reader)
    {
        if (++steps > StepsMax || depth > SchemaWalk.DepthMax) throw new UnresolvableSchemaException("the schemas are too intricate to be compared");
        depth++;
        try
        {
            return identities.AreSame(writer, reader) ? new CopyPlan(writer) : BuildUnlike(writer, reader);
        }
        finally
        {
            depth--;
        }
    }

    private Plan BuildUnlike(AvroSchema writer, AvroSchema reader)
    {
        if (writer is UnionSchema union) return BuildWriterUnion(union, reader);
        if (reader is UnionSchema target) return BuildReaderUnion(writer, target);

        return (writer, reader) switch
        {
            (RecordSchema from, RecordSchema to) when NamesMatch(from, to) => BuildRecord(from, to),
            (EnumSchema from, EnumSchema to) when NamesMatch(from, to) => BuildEnum(from, to),
            (ArraySchema from, ArraySchema to) => new CollectionPlan(Build(from.Items, to.Items), hasKeys: false),
            (MapSchema from, MapSchema to) => new CollectionPlan(Build(from.Values, to.Values), hasKeys: true),
            _ when IsDecimal(writer) || IsDecimal(reader) => BuildDecimal(writer, reader),
            (FixedSchema from, FixedSchema to) when NamesMatch(from, to) && from.SizeBytes == to.SizeBytes => new CopyPlan(from),
            (PrimitiveSchema from, PrimitiveSchema to) => BuildPrimitive(from, to),
            _ => throw Unresolvable(writer, reader),
        };
    }

    /// <summary>Whether a record, enum or fixed is the same one: by its simple name, or by an alias of the reader.</summary>
    internal static bool NamesMatch(NamedSchema writer, NamedSchema reader) =>
        writer.Name == reader.Name || reader.Aliases.Contains(writer.FullName) || reader.Aliases.Contains(writer.Name);

    private WriterUnionPlan BuildWriterUnion(UnionSchema writer, AvroSchema reader)
    {
        var branches = new Plan?[writer.Branches.Count];
        var reason = "the writer's union is empty";
        for (var index = 0; index < branches.Length; index++)
        {
            try
            {
                branches[index] = Build(writer.Branches[index], reader);
            }
            catch (UnresolvableSchemaException mismatch)
            {
                // The branch may never be used: a value that uses it is refused then.
                reason = mismatch.Message;
            }
        }

        return Array.Exists(branches, branch => branch is not null) ? new WriterUnionPlan(branches) : throw new UnresolvableSchemaException(reason);
    }

    private ReaderUnionPlan BuildReaderUnion(AvroSchema writer, UnionSchema reader)
    {
        var branch = FindBranch(writer, reader, sameType: true) ?? FindBranch(writer, reader, sameType: false);
        return branch ?? throw new UnresolvableSchemaException($"no branch of the reader's union takes {Describe(writer)}");
    }

    /// <summary>The same type goes before a promotion: a long stays a long where the union has both long and double.</summary>
    private ReaderUnionPlan? FindBranch(AvroSchema writer, UnionSchema reader, bool sameType)
    {
        for (var index = 0; index < reader.Branches.Count; index++)
        {
            if (writer.Type == reader.Branches[index].Type != sameType) continue;
            try
            {
                return new ReaderUnionPlan(index, Build(writer, reader.Branches[index]));
            }
            catch (UnresolvableSchemaException)
            {
                // The next branch is tried; when none fits, the caller says so.
                continue;
            }
        }

        return null;
    }

    private RecordPlan BuildRecord(RecordSchema writer, RecordSchema reader)
    {
        var pair = (writer, reader);
        if (plans.TryGetValue(pair, out var known)) return known;
        if (mismatches.TryGetValue(pair, out var reason)) throw new UnresolvableSchemaException(reason);

        var planCount = planOrder.Count;
        var plan = new RecordPlan();
        plans.Add(pair, plan);
        planOrder.Add(pair);
        try
        {
            var fields = new RecordPlan.Field[reader.Fields.Count];
            foreach (var field in reader.Fields) fields[field.Position] = BuildField(writer, reader, field);
            plan.Complete([.. writer.Fields.Select(field => field.Schema)], fields);
            return plan;
        }
        catch (UnresolvableSchemaException mismatch)
        {
            mismatches.Add(pair, mismatch.Message);
            Forget(planCount);
            throw;
        }
    }

    /// <summary>Drops a failed plan and all that were made within it: a recursive one among them may hold the failed plan.</summary>
    private void Forget(int keepCount)
    {
        foreach (var pair in planOrder.Skip(keepCount)) plans.Remove(pair);
        planOrder.RemoveRange(keepCount, planOrder.Count - keepCount);
    }

    private RecordPlan.Field BuildField(RecordSchema writer, RecordSchema reader, RecordField field)
    {
        if (FindSource(writer, field) is { } source)
        {
            try
            {
                return new RecordPlan.Field(source.Position, Build(source.Schema, field.Schema), null);
            }
            catch (UnresolvableSchemaException mismatch)
            {
                throw new UnresolvableSchemaException($"{reader.Name}.{field.Name}: {mismatch.Message}");
            }
        }

        return field.Default is { } value
            ? new RecordPlan.Field(-1, null, DefaultEncoder.Encode(field.Schema, value))
            : throw new UnresolvableSchemaException($"{reader.Name}.{field.Name} has no default, and the writer does not send it");
    }

    internal static RecordField? FindSource(RecordSchema writer, RecordField reader) =>
        writer.Fields.FirstOrDefault(field => field.Name == reader.Name) ?? writer.Fields.FirstOrDefault(field => reader.Aliases.Contains(field.Name));

    private static EnumPlan BuildEnum(EnumSchema writer, EnumSchema reader)
    {
        var fallback = reader.Default is { } symbol ? reader.IndexOf(symbol) : -1;
        var indexes = writer.Symbols.Select(name => reader.IndexOf(name) is >= 0 and var index ? index : fallback).ToArray();
        return Array.Exists(indexes, index => index >= 0) ? new EnumPlan(indexes) : throw Unresolvable(writer, reader);
    }

    private static DecimalPlan BuildDecimal(AvroSchema writer, AvroSchema reader)
    {
        if (!IsDecimal(writer) || !IsDecimal(reader)) throw new UnresolvableSchemaException($"{Describe(writer)} and {Describe(reader)} are not the same money");
        if (writer.Logical.Precision > AvroDecimals.PrecisionMax || reader.Logical.Precision > AvroDecimals.PrecisionMax)
        {
            throw new UnresolvableSchemaException($"a decimal of more than {AvroDecimals.PrecisionMax} digits");
        }

        return new DecimalPlan(writer, reader);
    }

    private static Plan BuildPrimitive(PrimitiveSchema writer, PrimitiveSchema reader)
    {
        if (IsTime(writer) && IsTime(reader) && writer.Logical.Kind != reader.Logical.Kind) return BuildTime(writer, reader);
        return (writer.Type, reader.Type) switch
        {
            var (from, to) when from == to => new CopyPlan(reader),
            (AvroType.Int, AvroType.Long) => new CopyPlan(writer),
            (AvroType.Int or AvroType.Long, AvroType.Float or AvroType.Double) => new PromotePlan(writer.Type, reader.Type),
            (AvroType.Float, AvroType.Double) => new PromotePlan(writer.Type, reader.Type),
            (AvroType.String, AvroType.Bytes) => new CopyPlan(writer),
            (AvroType.Bytes, AvroType.String) => new BytesToStringPlan(),
            _ => throw Unresolvable(writer, reader),
        };
    }

    private static MillisToMicrosPlan BuildTime(PrimitiveSchema writer, PrimitiveSchema reader) => (writer.Logical.Kind, reader.Logical.Kind) switch
    {
        (LogicalKind.TimestampMillis, LogicalKind.TimestampMicros) => new MillisToMicrosPlan(),
        (LogicalKind.LocalTimestampMillis, LogicalKind.LocalTimestampMicros) => new MillisToMicrosPlan(),
        _ => throw new UnresolvableSchemaException($"{Describe(writer)} and {Describe(reader)} are not the same time"),
    };

    private static bool IsDecimal(AvroSchema schema) => schema.Logical.Kind == LogicalKind.Decimal;

    private static bool IsTime(AvroSchema schema) => schema.Logical.Kind is >= LogicalKind.Date and <= LogicalKind.LocalTimestampMicros;

    private static UnresolvableSchemaException Unresolvable(AvroSchema writer, AvroSchema reader) =>
        new($"{Describe(writer)} cannot be read as {Describe(reader)}");

    private static string Describe(AvroSchema schema) => schema switch
    {
        NamedSchema named => $"{SchemaText.NameOf(schema.Type)} {named.FullName}",
        { Logical: { Kind: LogicalKind.Decimal } digits } => $"decimal({digits.Precision},{digits.Scale})",
        { Logical.Kind: not LogicalKind.None } => SchemaText.NameOf(schema.Logical.Kind),
        _ => SchemaText.NameOf(schema.Type),
    };
}

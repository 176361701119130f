using System.Collections.Immutable;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

internal static class AccumulateParser
{
    private const string Example = "{ field: amount, every: { EUR: 10 } } or { count: 100 }";

    public static Accumulate? Parse(DefinitionNode node, string path, ParseContext context)
    {
        if (MappingReader.Open(node, path, context, Example) is not { } reader) return null;

        var fields = ParseFields(reader);
        var every = reader.Find("every") is { } step ? CurrencyAmountsParser.ParseStep(step, reader.PathOf("every"), context) : null;
        var count = reader.Find("count") is { } number ? ScalarReader.Integer(number, reader.PathOf("count"), context, 1, int.MaxValue) : null;
        CheckMode(reader);
        var accumulate = new Accumulate
        {
            Fields = fields,
            Every = every,
            Count = count,
            MaxExecutionsPerEvent = reader.Integer("max_executions_per_event", 1, Accumulate.MaxExecutionsCeiling) ?? Accumulate.MaxExecutionsCeiling,
            Overflow = reader.Choice("overflow", OverflowPolicy.Discard, ("discard", OverflowPolicy.Discard), ("carry", OverflowPolicy.Carry)),
            OnStepChange = reader.Choice("on_step_change", StepChangePolicy.Scale, ("scale", StepChangePolicy.Scale), ("keep", StepChangePolicy.Keep), ("reset", StepChangePolicy.Reset)),
        };
        reader.Finish();
        return count is null && (every is null || fields.IsEmpty) ? null : accumulate;
    }

    private static void CheckMode(MappingReader reader)
    {
        var (hasCount, hasField, hasEvery) = (reader.Has("count"), reader.Has("field"), reader.Has("every"));
        if (hasCount && (hasField || hasEvery)) reader.ErrorAt("count", "count stands instead of field and every; keep one of the two");
        else if (!hasCount && !hasField && !hasEvery) reader.Context.Error(reader.Node.Position, reader.Path, $"there is nothing to accumulate; write {Example}");
        else if (!hasCount && !hasField) reader.Context.Error(reader.Node.Position, reader.Path, "'field' is missing; add field: amount");
        else if (!hasCount && !hasEvery) reader.Context.Error(reader.Node.Position, reader.Path, "'every' is missing; add every: { EUR: 10 }");
    }

    private static ImmutableArray<MoneyField> ParseFields(MappingReader reader)
    {
        if (reader.Find("field") is not { } node) return [];

        var fields = ImmutableArray.CreateBuilder<MoneyField>();
        foreach (var text in ScalarReader.Texts(node, reader.PathOf("field"), reader.Context))
        {
            if (FieldParser.ParseMoney(text) is not { } field) reader.ErrorAt("field", $"'{text}' is not money; use amount or amounts.<name>");
            else if (fields.Contains(field)) reader.ErrorAt("field", $"'{text}' is named twice and would count double; keep one");
            else fields.Add(field);
        }

        return fields.ToImmutable();
    }
}

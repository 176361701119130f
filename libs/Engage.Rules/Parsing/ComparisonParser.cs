using System.Collections.Immutable;
using System.Globalization;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>Reads operators with their operands: <c>{ gte: 5, lt: 9 }</c>, or a value alone for <c>eq</c>.</summary>
internal static class ComparisonParser
{
    private static readonly (string Text, ComparisonOperator Operator)[] Operators =
    [
        ("eq", ComparisonOperator.Eq), ("ne", ComparisonOperator.Ne), ("gt", ComparisonOperator.Gt), ("gte", ComparisonOperator.Gte),
        ("lt", ComparisonOperator.Lt), ("lte", ComparisonOperator.Lte), ("in", ComparisonOperator.In), ("not_in", ComparisonOperator.NotIn),
        ("exists", ComparisonOperator.Exists), ("starts_with", ComparisonOperator.StartsWith), ("contains", ComparisonOperator.Contains),
        ("between", ComparisonOperator.Between),
    ];

    /// <summary>The operators' names, for suggestions and the editors' schema.</summary>
    public static IEnumerable<string> OperatorNames(ComparedType type) =>
        Operators.Where(known => IsAllowed(known.Operator, type)).Select(known => known.Text);

    /// <returns>At least one comparison; null, with a mistake noted, if none could be read.</returns>
    public static IReadOnlyList<Comparison>? Parse(DefinitionNode node, string path, ComparedType type, ParseContext context)
    {
        switch (node)
        {
            case MappingNode mapping:
                return ParseOperators(mapping, path, type, context, []);
            case SequenceNode:
                context.Error(node.Position, path, "a list is no comparison; write { in: [...] }");
                return null;
            case NullNode:
                context.Error(node.Position, path, "there is no value to compare with; write { exists: false } for data that is missing");
                return null;
            default:
                var operand = OperandParser.Parse(node, path, type, currency: null, context);
                return operand is null ? null : [new Comparison(ComparisonOperator.Eq, [operand])];
        }
    }

    /// <summary>Reads the operators of a mapping that has other keys beside them.</summary>
    /// <param name="others">Keys that are not operators and belong to the caller.</param>
    public static IReadOnlyList<Comparison>? ParseOperators(
        MappingNode mapping, string path, ComparedType type, ParseContext context, IReadOnlyCollection<string> others)
    {
        var currency = ParseCurrency(mapping, path, type, context);
        var comparisons = new List<Comparison>();
        var found = 0;
        foreach (var entry in mapping.Entries)
        {
            if (others.Contains(entry.Key) || (entry.Key == "currency" && TakesCurrency(type))) continue;
            found++;
            if (ParseOperator(entry, $"{path}.{entry.Key}", type, currency, context, others) is { } comparison) comparisons.Add(comparison);
        }

        if (found == 0) context.Error(mapping.Position, path, $"there is no comparison; add one of {string.Join(", ", OperatorNames(type))}");
        return comparisons.Count == 0 ? null : comparisons;
    }

    private static Comparison? ParseOperator(
        MappingEntry entry, string path, ComparedType type, string? currency, ParseContext context, IReadOnlyCollection<string> others)
    {
        var (text, op) = Operators.FirstOrDefault(known => known.Text == entry.Key);
        if (text is null)
        {
            context.Error(entry.KeyPosition, path, $"unknown operator '{entry.Key}'{Hint(entry, type, [.. OperatorNames(type), .. others])}");
            return null;
        }

        if (!IsAllowed(op, type))
        {
            context.Error(entry.KeyPosition, path, $"'{text}' does not apply here; use one of {string.Join(", ", OperatorNames(type))}");
            return null;
        }

        var operands = op switch
        {
            ComparisonOperator.Exists => OperandParser.ParseFlag(entry.Value, path, context),
            ComparisonOperator.StartsWith or ComparisonOperator.Contains => OperandParser.ParseText(entry.Value, path, context),
            ComparisonOperator.In or ComparisonOperator.NotIn => OperandParser.ParseList(entry.Value, path, type, currency, context),
            ComparisonOperator.Between => OperandParser.ParseBounds(entry.Value, path, type, currency, context),
            _ => OperandParser.ParseSingle(entry.Value, path, op, type, currency, context),
        };
        return operands is { } complete ? new Comparison(op, complete, op == ComparisonOperator.Exists ? null : currency) : null;
    }

    private static string? ParseCurrency(MappingNode mapping, string path, ComparedType type, ParseContext context)
    {
        if (!TakesCurrency(type) || mapping.Find("currency") is not { } node) return null;
        if (ScalarReader.Text(node, $"{path}.currency", context) is not { } code) return null;
        if (!CurrencyCode.IsValid(code)) context.Error(node.Position, $"{path}.currency", $"'{code}' is not a currency code; use 2 to 10 letters or digits, for example EUR");
        return code.ToUpperInvariant();
    }

    private static bool TakesCurrency(ComparedType type) => type is ComparedType.Money or ComparedType.Sum;

    private static string Hint(MappingEntry entry, ComparedType type, string[] known) =>
        TakesCurrency(type) && CurrencyCode.IsValid(entry.Key) && !entry.Key.Any(char.IsAsciiLetterLower)
            ? string.Create(CultureInfo.InvariantCulture, $"; a threshold per currency needs an operator: {{ gte: {{ {entry.Key}: … }} }}")
            : Suggestion.For(entry.Key, known);

    private static bool IsAllowed(ComparisonOperator op, ComparedType type) => op switch
    {
        ComparisonOperator.Eq or ComparisonOperator.Ne => true,
        ComparisonOperator.Gt or ComparisonOperator.Gte or ComparisonOperator.Lt or ComparisonOperator.Lte or ComparisonOperator.Between => type != ComparedType.Consent,
        ComparisonOperator.In or ComparisonOperator.NotIn => type is not (ComparedType.Consent or ComparedType.Duration or ComparedType.Sum),
        ComparisonOperator.Exists => type is ComparedType.Any or ComparedType.Money or ComparedType.Currency,
        _ => type is ComparedType.Any or ComparedType.Text or ComparedType.Currency,
    };
}

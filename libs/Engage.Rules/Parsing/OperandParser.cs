using System.Collections.Immutable;
using System.Globalization;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>Reads what a field is compared with; null, with a mistake noted, where it has the wrong form.</summary>
internal static class OperandParser
{
    public static Operand? Parse(DefinitionNode node, string path, ComparedType type, string? currency, ParseContext context) => type switch
    {
        ComparedType.Money or ComparedType.Sum => ParseMoney(node, path, type, currency, context),
        ComparedType.Text => ScalarReader.Text(node, path, context) is { } text ? new TextOperand(text) : null,
        ComparedType.Currency => ParseCurrency(node, path, context),
        ComparedType.Consent => ParseConsent(node, path, context),
        ComparedType.Count => ScalarReader.Integer(node, path, context, 0, int.MaxValue) is { } number ? new NumberOperand(number) : null,
        ComparedType.Duration => ScalarReader.Duration(node, path, context) is { } micros ? new NumberOperand(micros) : null,
        _ => ParseAny(node, path, context),
    };

    public static ImmutableArray<Operand>? ParseSingle(
        DefinitionNode node, string path, ComparisonOperator op, ComparedType type, string? currency, ParseContext context)
    {
        var operand = Parse(node, path, type, currency, context);
        if (operand is BooleanOperand && op is not (ComparisonOperator.Eq or ComparisonOperator.Ne))
        {
            context.Error(node.Position, path, "true and false have no order; use eq or ne");
            return null;
        }

        return operand is null ? null : [operand];
    }

    public static ImmutableArray<Operand>? ParseFlag(DefinitionNode node, string path, ParseContext context)
    {
        if (node is BooleanNode flag) return [new BooleanOperand(flag.Value)];
        context.Error(node.Position, path, "exists takes true or false");
        return null;
    }

    public static ImmutableArray<Operand>? ParseText(DefinitionNode node, string path, ParseContext context) =>
        ScalarReader.Text(node, path, context) is { } text ? [new TextOperand(text)] : null;

    public static ImmutableArray<Operand>? ParseList(DefinitionNode node, string path, ComparedType type, string? currency, ParseContext context)
    {
        if (node is not SequenceNode { Items.Length: > 0 } list)
        {
            context.Error(node.Position, path, $"{(node is SequenceNode ? "an empty list" : node.Describe())} stands where a list of values is expected; write [a, b]");
            return null;
        }

        var operands = ParseItems(list, path, type, currency, context);
        if (operands.Any(operand => operand is ThresholdsOperand))
        {
            context.Error(node.Position, path, "a list takes no thresholds per currency; put the comparisons under any:");
            return null;
        }

        return operands.Length == list.Items.Length ? operands : null;
    }

    public static ImmutableArray<Operand>? ParseBounds(DefinitionNode node, string path, ComparedType type, string? currency, ParseContext context)
    {
        if (node is not SequenceNode { Items.Length: 2 } list)
        {
            context.Error(node.Position, path, "between takes two bounds, both inclusive; write [low, high]");
            return null;
        }

        var bounds = ParseItems(list, path, type, currency, context);
        if (bounds.Length != 2) return null;
        if (bounds[0].GetType() != bounds[1].GetType() || bounds[0] is BooleanOperand)
        {
            context.Error(node.Position, path, "the two bounds must be both numbers or both texts");
            return null;
        }

        if (bounds is [NumberOperand low, NumberOperand high] && low.Value > high.Value)
        {
            context.Error(node.Position, path, "the lower bound is above the upper one; swap them");
        }

        return bounds;
    }

    private static ImmutableArray<Operand> ParseItems(SequenceNode list, string path, ComparedType type, string? currency, ParseContext context)
    {
        var operands = ImmutableArray.CreateBuilder<Operand>(list.Items.Length);
        for (var i = 0; i < list.Items.Length; i++)
        {
            var itemPath = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (Parse(list.Items[i], itemPath, type, currency, context) is { } operand) operands.Add(operand);
        }

        return operands.ToImmutable();
    }

    private static Operand? ParseMoney(DefinitionNode node, string path, ComparedType type, string? currency, ParseContext context)
    {
        if (node is MappingNode mapping)
        {
            if (currency is not null)
            {
                context.Error(node.Position, path, "a threshold per currency and currency: exclude each other; keep one");
                return null;
            }

            if (CurrencyAmountsParser.ParseMap(mapping, path, context, AmountSign.Any) is not { } amounts) return null;
            context.Thresholds.Add(new ThresholdUse(amounts, node.Position, path));
            return new ThresholdsOperand(amounts);
        }

        if (ScalarReader.Number(node, path, context) is not { } value) return null;
        if (type == ComparedType.Sum && currency is null)
        {
            context.Error(node.Position, path, "a sum's bound needs its currency; write { gte: 100, currency: EUR } or { gte: { EUR: 100, GBP: 85 } }");
            return null;
        }

        if (type == ComparedType.Money && currency is null && value != 0)
        {
            context.Warn(node.Position, path, $"{DecimalText.Format(value)} is compared whatever the event's currency; add currency: EUR or write a threshold per currency");
        }

        return new NumberOperand(value);
    }

    private static TextOperand? ParseCurrency(DefinitionNode node, string path, ParseContext context)
    {
        if (ScalarReader.Text(node, path, context) is not { } code) return null;
        if (CurrencyCode.IsValid(code)) return new TextOperand(code.ToUpperInvariant());
        context.Error(node.Position, path, $"'{code}' is not a currency code; use 2 to 10 letters or digits, for example EUR");
        return null;
    }

    private static BooleanOperand? ParseConsent(DefinitionNode node, string path, ParseContext context)
    {
        if (node is BooleanNode flag) return new BooleanOperand(flag.Value);
        context.Error(node.Position, path, $"{node.Describe()} stands where true or false is expected");
        return null;
    }

    private static Operand? ParseAny(DefinitionNode node, string path, ParseContext context)
    {
        switch (node)
        {
            case NumberNode number: return new NumberOperand(number.Value);
            case BooleanNode boolean: return new BooleanOperand(boolean.Value);
            case TextNode text: return new TextOperand(text.Value);
            case NullNode:
                context.Error(node.Position, path, "there is no value to compare with; use { exists: false } for data that is missing");
                return null;
            default:
                var hint = node is MappingNode ? "; thresholds per currency apply to amount, amounts.<name> and sum only" : "";
                context.Error(node.Position, path, $"{node.Describe()} stands where a number, a text, true or false is expected{hint}");
                return null;
        }
    }
}

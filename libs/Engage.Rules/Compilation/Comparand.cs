using Engage.Rules.Accumulation;
using Engage.Rules.Definitions;
using Engage.Rules.Facts;

namespace Engage.Rules.Compilation;

/// <summary>The actual value of a comparison. Allocates nothing.</summary>
internal readonly ref struct Comparand
{
    private readonly FactValue value;
    private readonly CurrencyCode currency;
    private readonly decimal rate;

    private Comparand(FactValue value, CurrencyCode currency, decimal rate)
    {
        this.value = value;
        this.currency = currency;
        this.rate = rate;
    }

    public static Comparand Of(FactValue value) => new(value, default, 0);

    /// <summary>Money whose thresholds are looked up by its currency.</summary>
    public static Comparand Of(decimal amount, CurrencyCode currency) => new(FactValue.FromDecimal(amount), currency, 0);

    /// <summary>Money that counts as amount × rate, compared unrounded.</summary>
    /// <param name="rate">Above 0.</param>
    public static Comparand Converted(decimal amount, decimal rate) => new(FactValue.FromDecimal(amount), default, rate);

    /// <summary>Judges this value by a comparison: a missing value, or one of another type, is unknown.</summary>
    public Verdict Judge(CompiledComparison comparison)
    {
        var operands = comparison.Operands;
        switch (comparison.Operator)
        {
            case ComparisonOperator.Exists: return Verdicts.Of(value.Kind != FactKind.Missing == operands[0].Boolean);
            case ComparisonOperator.Eq: return Equal(operands[0]);
            case ComparisonOperator.Ne: return Verdicts.Opposite(Equal(operands[0]));
            case ComparisonOperator.In: return EqualToAny(operands);
            case ComparisonOperator.NotIn: return Verdicts.Opposite(EqualToAny(operands));
            case ComparisonOperator.StartsWith:
                return IsText(operands[0]) ? Verdicts.Of(value.Text.StartsWith(operands[0].Text)) : Verdict.Unknown;
            case ComparisonOperator.Contains:
                return IsText(operands[0]) ? Verdicts.Of(value.Text.IndexOf(operands[0].Text) >= 0) : Verdict.Unknown;
        }

        if (!TryOrder(operands[0], out var order)) return Verdict.Unknown;
        switch (comparison.Operator)
        {
            case ComparisonOperator.Gt: return Verdicts.Of(order > 0);
            case ComparisonOperator.Gte: return Verdicts.Of(order >= 0);
            case ComparisonOperator.Lt: return Verdicts.Of(order < 0);
            case ComparisonOperator.Lte: return Verdicts.Of(order <= 0);
            case ComparisonOperator.Between:
                if (!TryOrder(operands[1], out var upper)) return Verdict.Unknown;
                return Verdicts.Of(order >= 0 && upper <= 0);
            default: throw new System.Diagnostics.UnreachableException($"Nothing judges {comparison.Operator}.");
        }
    }

    /// <summary>The value for people; allocates.</summary>
    public string Describe()
    {
        var text = value.ToString();
        if (rate != 0) text += $" × {Documents.DecimalText.Format(rate)}";
        return currency.IsNone ? text : $"{text} {currency}";
    }

    private Verdict Equal(CompiledOperand operand)
    {
        if (operand.Kind == FactKind.Boolean)
        {
            return value.Kind == FactKind.Boolean ? Verdicts.Of(value.Boolean == operand.Boolean) : Verdict.Unknown;
        }

        return TryOrder(operand, out var order) ? Verdicts.Of(order == 0) : Verdict.Unknown;
    }

    private Verdict EqualToAny(CompiledOperand[] operands)
    {
        var result = Verdict.No;
        foreach (var operand in operands)
        {
            var verdict = Equal(operand);
            if (verdict == Verdict.Yes) return Verdict.Yes;
            if (verdict == Verdict.Unknown) result = Verdict.Unknown;
        }

        return result;
    }

    private bool IsText(CompiledOperand operand) => value.Kind == FactKind.Text && operand.Kind == FactKind.Text;

    /// <returns>False for what has no order: missing, booleans, different types, no threshold for the currency.</returns>
    private bool TryOrder(CompiledOperand operand, out int order)
    {
        order = 0;
        if (IsText(operand))
        {
            order = value.Text.SequenceCompareTo(operand.Text);
            return true;
        }

        if (operand.Kind != FactKind.Decimal || !value.TryGetNumber(out var number)) return false;

        var bound = operand.Number;
        if (operand.Thresholds is { } table && !table.TryGet(currency, out bound)) return false;
        order = rate == 0 ? number.CompareTo(bound) : ExactProduct.Compare(number, rate, bound);
        return true;
    }
}

using Engage.Rules.Accumulation;
using Engage.Rules.Definitions;

namespace Engage.Rules.Compilation;

/// <summary>An operator with its operands, ready for judging. Immutable.</summary>
internal sealed class CompiledComparison
{
    public CompiledComparison(Comparison comparison)
    {
        Operator = comparison.Operator;
        Operands = [.. comparison.Operands.Select(operand => new CompiledOperand(operand))];
        if (comparison.Currency is { } currency && CurrencyCode.TryParse(currency, out var code)) Currency = code;
        HighestNumber = Operands.Length == 0 ? 0 : Operands.Max(operand => operand.Number);
    }

    public ComparisonOperator Operator { get; }

    public CompiledOperand[] Operands { get; }

    /// <summary>Amounts are converted to it, sums are those in it; none: as they come.</summary>
    public CurrencyCode Currency { get; }

    /// <summary>Every number above it is judged alike; thresholds per currency are not in it.</summary>
    public decimal HighestNumber { get; }

    /// <summary>The number above which every value in this currency is judged alike.</summary>
    public decimal HighestBound(CurrencyCode currency)
    {
        var highest = HighestNumber;
        foreach (var operand in Operands)
        {
            if (operand.Thresholds is { } table && table.TryGet(currency, out var bound)) highest = Math.Max(highest, bound);
        }

        return highest;
    }
}

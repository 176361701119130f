using Engage.Rules.Definitions;

namespace Engage.Rules.Accumulation;

/// <summary>The step of a rule version: a count, or money by currency. Immutable.</summary>
public sealed class StepTable
{
    private readonly CurrencyAmounts? every;
    private readonly decimal count;

    public StepTable(Accumulate accumulate)
    {
        every = accumulate.Every;
        count = accumulate.Count ?? 0;
    }

    public ProgressPrecision Precision => every is null ? ProgressPrecision.Whole : ProgressPrecision.EightDecimals;

    /// <returns>False where the currency has no step. A count has the same step whatever the currency. Allocates nothing.</returns>
    public bool TryGet(CurrencyCode currency, out decimal step)
    {
        step = count;
        if (every is null) return true;

        Span<byte> code = stackalloc byte[CurrencyCode.MaxLength];
        return every.TryGet(code[..currency.Write(code)], out step);
    }

    /// <summary>True where both measure the same currencies in the same unit, whatever their numbers.</summary>
    public bool HasSameCurrencies(StepTable other)
    {
        if (every is null || other.every is null) return every is null && other.every is null;

        return every.EveryCurrency.HasValue == other.every.EveryCurrency.HasValue && every.ByCurrency.Keys.SequenceEqual(other.every.ByCurrency.Keys);
    }

    public bool HasSameSteps(StepTable other) => count == other.count && Equals(every, other.every);
}

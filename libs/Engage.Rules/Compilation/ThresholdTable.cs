using Engage.Rules.Accumulation;
using Engage.Rules.Definitions;

namespace Engage.Rules.Compilation;

/// <summary>A bound per currency, ready for looking up. Immutable.</summary>
internal sealed class ThresholdTable
{
    private readonly ulong[] codes;
    private readonly decimal[] bounds;

    public ThresholdTable(CurrencyAmounts amounts)
    {
        codes = new ulong[amounts.ByCurrency.Count];
        bounds = new decimal[codes.Length];
        var i = 0;
        foreach (var (text, bound) in amounts.ByCurrency)
        {
            if (!CurrencyCode.TryParse(text, out var code)) continue; // No event can be in such a currency; the parser refuses it.
            codes[i] = code.Packed;
            bounds[i++] = bound;
        }
    }

    /// <summary>Entries by their place; unused ones have the packed code 0.</summary>
    public ReadOnlySpan<ulong> Codes => codes;

    public ReadOnlySpan<decimal> Bounds => bounds;

    public bool TryGet(CurrencyCode currency, out decimal bound)
    {
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] != currency.Packed || currency.IsNone) continue;
            bound = bounds[i];
            return true;
        }

        bound = 0;
        return false;
    }
}

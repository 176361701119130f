using Engage.Rules.Accumulation;
using Engage.Rules.Facts;
using Engage.SegmentMaterializer.Domain.Dedupe;
using Engage.Topics;

namespace Engage.SegmentMaterializer.Domain;

/// <summary>A reversal's original as conditions look at it: its own amounts and currency, while attributes, source and rate are read from the reversal, which repeats them (semantics 18).</summary>
internal readonly ref struct OriginalFacts : IEventFacts
{
    private readonly PlayerEventFacts reversal;
    private readonly DedupeEntry original;

    public OriginalFacts(PlayerEventFacts reversal, DedupeEntry original)
    {
        this.reversal = reversal;
        this.original = original;
        Currency = original.Currency;
    }

    public ReadOnlySpan<byte> Type => reversal.Type;

    public ReadOnlySpan<byte> Source => reversal.Source;

    public CurrencyCode Currency { get; }

    public CurrencyCode RateCurrency => reversal.RateCurrency;

    public bool TryGetRate(out decimal rate) => reversal.TryGetRate(out rate);

    public bool TryGetAmount(out decimal amount)
    {
        amount = original.Amount?.Original ?? 0;
        return original.Amount is not null;
    }

    public bool TryGetAmount(ReadOnlySpan<byte> name, out decimal amount)
    {
        foreach (var (known, money) in original.FurtherMoney)
        {
            if (!name.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(known))) continue;
            amount = money.Original;
            return true;
        }

        amount = 0;
        return false;
    }

    public FactValue GetAttribute(ReadOnlySpan<byte> name) => reversal.GetAttribute(name);
}

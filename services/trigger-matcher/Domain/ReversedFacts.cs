using Engage.Rules.Accumulation;
using Engage.Rules.Facts;
using Engage.Topics;

namespace Engage.TriggerMatcher.Domain;

/// <summary>A reversal's original as conditions look at it: its amounts and currency come from the context that the reversal carries, attributes and rate from the reversal (semantics 18).</summary>
internal readonly ref struct ReversedFacts : IEventFacts
{
    private readonly PlayerEventFacts reversal;
    private readonly ReversalContextView original;

    public ReversedFacts(PlayerEventFacts reversal, ReversalContextView original, CurrencyCode currency)
    {
        this.reversal = reversal;
        this.original = original;
        Currency = currency;
    }

    public ReadOnlySpan<byte> Type => reversal.Type;

    public ReadOnlySpan<byte> Source => reversal.Source;

    public CurrencyCode Currency { get; }

    public CurrencyCode RateCurrency => reversal.RateCurrency;

    public bool TryGetRate(out decimal rate) => reversal.TryGetRate(out rate);

    public bool TryGetAmount(out decimal amount)
    {
        amount = original.Amount.GetValueOrDefault();
        return original.Amount.HasValue;
    }

    public bool TryGetAmount(ReadOnlySpan<byte> name, out decimal amount) => original.Amounts.TryGet(name, out amount);

    public FactValue GetAttribute(ReadOnlySpan<byte> name) => reversal.GetAttribute(name);
}

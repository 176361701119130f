using Engage.Rules.Accumulation;
using Engage.Rules.Facts;

namespace Engage.Rules.Tests.Triggers;

/// <summary>Facts that count how often amounts and attributes are asked for.</summary>
internal sealed class CountingFacts(TestEventFacts inner) : IEventFacts
{
    public int Asked { get; private set; }

    public ReadOnlySpan<byte> Type => inner.Type;

    public ReadOnlySpan<byte> Source => inner.Source;

    public CurrencyCode Currency => inner.Currency;

    public CurrencyCode RateCurrency => inner.RateCurrency;

    public bool TryGetRate(out decimal rate) => inner.TryGetRate(out rate);

    public bool TryGetAmount(out decimal amount)
    {
        Asked++;
        return inner.TryGetAmount(out amount);
    }

    public bool TryGetAmount(ReadOnlySpan<byte> name, out decimal amount)
    {
        Asked++;
        return inner.TryGetAmount(name, out amount);
    }

    public FactValue GetAttribute(ReadOnlySpan<byte> name)
    {
        Asked++;
        return inner.GetAttribute(name);
    }
}

using System.Text;
using Engage.Rules.Accumulation;
using Engage.Rules.Facts;

namespace Engage.Rules.Tests;

/// <summary>An event as tests write it.</summary>
internal sealed record TestEvent(string Type)
{
    public string Source { get; init; } = "test";

    public decimal? Amount { get; init; }

    public string? Currency { get; init; } = "EUR";

    public (decimal Rate, string Currency)? Rate { get; init; }

    public Dictionary<string, decimal> Amounts { get; init; } = [];

    public Dictionary<string, object?> Attributes { get; init; } = [];

    public TestEventFacts Facts => new(this);
}

/// <summary>The facts of a <see cref="TestEvent"/>, encoded once as a caller's view would have them.</summary>
internal readonly struct TestEventFacts : ICountedEventFacts
{
    private readonly byte[] type;
    private readonly byte[] source;
    private readonly TestEvent @event;
    private readonly (byte[] Name, decimal Amount)[] amounts;
    private readonly (byte[] Name, object? Value)[] attributes;

    public TestEventFacts(TestEvent @event)
    {
        this.@event = @event;
        type = Encoding.UTF8.GetBytes(@event.Type);
        source = Encoding.UTF8.GetBytes(@event.Source);
        amounts = [.. @event.Amounts.Select(pair => (Encoding.UTF8.GetBytes(pair.Key), pair.Value))];
        attributes = [.. @event.Attributes.Select(pair => (Encoding.UTF8.GetBytes(pair.Key), pair.Value is string text ? Encoding.UTF8.GetBytes(text) : pair.Value))];
        Currency = @event.Currency is { } code && CurrencyCode.TryParse(code, out var currency) ? currency : default;
        RateCurrency = @event.Rate is { } rate && CurrencyCode.TryParse(rate.Currency, out var rateCurrency) ? rateCurrency : default;
    }

    public ReadOnlySpan<byte> Type => type;

    public ReadOnlySpan<byte> Source => source;

    public CurrencyCode Currency { get; }

    public CurrencyCode RateCurrency { get; }

    public bool TryGetRate(out decimal rate)
    {
        rate = @event.Rate?.Rate ?? 0;
        return @event.Rate is not null;
    }

    public bool TryGetAmount(out decimal amount)
    {
        amount = @event.Amount ?? 0;
        return @event.Amount is not null;
    }

    public bool TryGetAmount(ReadOnlySpan<byte> name, out decimal amount)
    {
        foreach (var (known, value) in amounts)
        {
            if (!name.SequenceEqual(known)) continue;
            amount = value;
            return true;
        }

        amount = 0;
        return false;
    }

    public FactValue GetAttribute(ReadOnlySpan<byte> name)
    {
        foreach (var (known, value) in attributes)
        {
            if (name.SequenceEqual(known)) return TestFacts.ValueOf(value);
        }

        return FactValue.Missing;
    }

    public void VisitAmounts<TVisitor>(ref TVisitor visitor)
        where TVisitor : IAmountVisitor, allows ref struct
    {
        foreach (var (name, amount) in amounts) visitor.Visit(name, amount);
    }
}

using Engage.Avro.Binary;
using Engage.Rules.Accumulation;
using Engage.Rules.Facts;

namespace Engage.Topics;

/// <summary>An event as conditions look at it, read in place. Allocates nothing.</summary>
public readonly ref struct PlayerEventFacts : ICountedEventFacts
{
    private readonly PlayerEventView view;

    /// <param name="view">The event.</param>
    /// <param name="currency">The event's own currency, else the player's wallet currency; none where neither is known.</param>
    public PlayerEventFacts(PlayerEventView view, CurrencyCode currency)
    {
        this.view = view;
        Currency = currency;
    }

    public ReadOnlySpan<byte> Type => view.Type;

    public ReadOnlySpan<byte> Source => view.Source;

    public CurrencyCode Currency { get; }

    public CurrencyCode RateCurrency => view.RateCurrency is { HasValue: true } code && CurrencyCode.TryParse(code.Value, out var parsed) ? parsed : default;

    public bool TryGetRate(out decimal rate)
    {
        rate = view.ExchangeRate.GetValueOrDefault();
        return view.ExchangeRate.HasValue;
    }

    public bool TryGetAmount(out decimal amount)
    {
        amount = view.Amount.GetValueOrDefault();
        return view.Amount.HasValue;
    }

    public bool TryGetAmount(ReadOnlySpan<byte> name, out decimal amount) => view.Amounts.TryGet(name, out amount);

    public void VisitAmounts<TVisitor>(ref TVisitor visitor)
        where TVisitor : IAmountVisitor, allows ref struct
    {
        foreach (var entry in view.Amounts) visitor.Visit(entry.Key, entry.Value);
    }

    public FactValue GetAttribute(ReadOnlySpan<byte> name) => view.Attributes.TryGet(name, out var value) ? Of(value) : FactValue.Missing;

    /// <summary>An attribute of the record as a fact.</summary>
    public static FactValue Of(AttributeView value) => value.Kind switch
    {
        AttributeViewKind.Boolean => FactValue.FromBoolean(value.Boolean),
        AttributeViewKind.Long => FactValue.FromLong(value.Long),
        AttributeViewKind.Double => FactValue.FromDouble(value.Double),
        AttributeViewKind.String => FactValue.FromText(value.Utf8),
        _ => FactValue.Missing,
    };
}

using Engage.Rules.Accumulation;
using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Engage.Rules.Facts;

namespace Engage.Rules.Triggers;

/// <summary>Entries that need one field to be above (or below) a number, ordered by it: the candidates are the ones at the front.</summary>
internal sealed class BoundFilter
{
    private readonly CompiledNode field;
    private readonly BoundSide side;
    private readonly OrderedBounds anyCurrency;
    private readonly Dictionary<ulong, OrderedBounds> byCurrency = [];

    public BoundFilter(CompiledNode leaf)
    {
        field = leaf;
        side = SideOf(leaf);
        anyCurrency = new OrderedBounds(side);
    }

    public static bool CanIndex(CompiledNode leaf) =>
        leaf.Field is FieldKind.Amount or FieldKind.Amounts or FieldKind.Attribute
        && leaf.Comparison is { Operator: ComparisonOperator.Gt or ComparisonOperator.Gte or ComparisonOperator.Lt or ComparisonOperator.Lte or ComparisonOperator.Between } comparison
        && comparison.Operands[0].Kind == FactKind.Decimal;

    /// <summary>A range is ordered by its lower bound.</summary>
    public static BoundSide SideOf(CompiledNode leaf) =>
        leaf.Comparison!.Operator is ComparisonOperator.Lt or ComparisonOperator.Lte ? BoundSide.Upper : BoundSide.Lower;

    public void Add(TriggerEntry entry, CompiledNode leaf)
    {
        var operand = leaf.Comparison!.Operands[0];
        if (operand.Thresholds is not { } table)
        {
            anyCurrency.Add(operand.Number, entry);
            return;
        }

        for (var i = 0; i < table.Codes.Length; i++)
        {
            if (table.Codes[i] == 0) continue;
            if (!byCurrency.TryGetValue(table.Codes[i], out var ordered)) byCurrency.Add(table.Codes[i], ordered = new OrderedBounds(side));
            ordered.Add(table.Bounds[i], entry);
        }
    }

    public void Complete()
    {
        anyCurrency.Complete();
        foreach (var ordered in byCurrency.Values) ordered.Complete();
    }

    /// <summary>Entries whose bound is one number, reached by the value (converted where they name a currency).</summary>
    public ReadOnlySpan<TriggerEntry> AnyCurrencyCandidates<TEvent>(in TEvent facts)
        where TEvent : IEventFacts, allows ref struct
    {
        if (anyCurrency.IsEmpty || !TryRead(facts, out var value)) return default;

        var currency = field.Comparison!.Currency;
        if (currency.IsNone || currency == facts.Currency) return anyCurrency.Reached(value, rate: 0);
        return facts.RateCurrency == currency && facts.TryGetRate(out var rate) && rate > 0 ? anyCurrency.Reached(value, rate) : default;
    }

    /// <summary>Entries whose bound depends on the currency, reached by the value in the event's own.</summary>
    public ReadOnlySpan<TriggerEntry> CurrencyCandidates<TEvent>(in TEvent facts)
        where TEvent : IEventFacts, allows ref struct =>
        byCurrency.Count > 0 && byCurrency.TryGetValue(facts.Currency.Packed, out var ordered) && TryRead(facts, out var value)
            ? ordered.Reached(value, rate: 0)
            : default;

    private bool TryRead<TEvent>(in TEvent facts, out decimal value)
        where TEvent : IEventFacts, allows ref struct => field.Field switch
        {
            FieldKind.Amount => facts.TryGetAmount(out value),
            FieldKind.Amounts => facts.TryGetAmount(field.Name, out value),
            _ => facts.GetAttribute(field.Name).TryGetNumber(out value),
        };
}

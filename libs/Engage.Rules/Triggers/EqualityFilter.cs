using Engage.Rules.Accumulation;
using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Engage.Rules.Facts;

namespace Engage.Rules.Triggers;

/// <summary>Entries that need one field to equal a text or a number, by that value.</summary>
internal sealed class EqualityFilter(FieldKind field, byte[] name)
{
    private readonly List<(CompiledOperand Operand, TriggerEntry Entry)> added = [];
    private Dictionary<byte[], PeriodList<TriggerEntry>> byText = new(Utf8Comparer.Instance);
    private Dictionary<decimal, PeriodList<TriggerEntry>> byNumber = [];

    public static bool CanIndex(CompiledNode leaf) =>
        leaf.Field is FieldKind.Attribute or FieldKind.Currency or FieldKind.Type or FieldKind.Source
        && leaf.Comparison is { Operator: ComparisonOperator.Eq or ComparisonOperator.In } comparison
        && comparison.Operands.All(operand => operand.Kind is FactKind.Text or FactKind.Decimal);

    public void Add(TriggerEntry entry, CompiledNode leaf)
    {
        foreach (var operand in leaf.Comparison!.Operands) added.Add((operand, entry));
    }

    public void Complete()
    {
        byText = added.Where(pair => pair.Operand.Kind == FactKind.Text).GroupBy(pair => pair.Operand.Text, pair => pair.Entry, Utf8Comparer.Instance)
            .ToDictionary(group => group.Key, TriggerEntry.ByPeriod, Utf8Comparer.Instance);
        byNumber = added.Where(pair => pair.Operand.Kind != FactKind.Text).GroupBy(pair => pair.Operand.Number, pair => pair.Entry).ToDictionary(group => group.Key, TriggerEntry.ByPeriod);
        added.Clear();
    }

    /// <summary>Null: none.</summary>
    public PeriodList<TriggerEntry>? Candidates<TEvent>(in TEvent facts)
        where TEvent : IEventFacts, allows ref struct
    {
        switch (field)
        {
            case FieldKind.Type: return OfText(facts.Type);
            case FieldKind.Source: return OfText(facts.Source);
            case FieldKind.Currency:
                Span<byte> currency = stackalloc byte[CurrencyCode.MaxLength];
                return OfText(currency[..facts.Currency.Write(currency)]);
        }

        var value = facts.GetAttribute(name);
        if (value.Kind == FactKind.Text) return OfText(value.Text);
        return value.TryGetNumber(out var number) && byNumber.TryGetValue(number, out var found) ? found : null;
    }

    private PeriodList<TriggerEntry>? OfText(scoped ReadOnlySpan<byte> text) =>
        byText.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out var found) ? found : null;
}

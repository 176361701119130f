using Engage.Rules.Accumulation;
using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Engage.Rules.Facts;

namespace Engage.Rules.Triggers;

/// <summary>Entries that need one field to equal a text or a number, by that value.</summary>
internal sealed class EqualityFilter(FieldKind field, byte[] name)
{
    private readonly Dictionary<byte[], TriggerEntry[]> byText = new(Utf8Comparer.Instance);
    private readonly Dictionary<decimal, TriggerEntry[]> byNumber = [];

    public static bool CanIndex(CompiledNode leaf) =>
        leaf.Field is FieldKind.Attribute or FieldKind.Currency or FieldKind.Type or FieldKind.Source
        && leaf.Comparison is { Operator: ComparisonOperator.Eq or ComparisonOperator.In } comparison
        && comparison.Operands.All(operand => operand.Kind is FactKind.Text or FactKind.Decimal);

    public void Add(TriggerEntry entry, CompiledNode leaf)
    {
        foreach (var operand in leaf.Comparison!.Operands)
        {
            if (operand.Kind == FactKind.Text) byText[operand.Text] = With(byText.GetValueOrDefault(operand.Text), entry);
            else byNumber[operand.Number] = With(byNumber.GetValueOrDefault(operand.Number), entry);
        }
    }

    public ReadOnlySpan<TriggerEntry> Candidates<TEvent>(in TEvent facts)
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
        return value.TryGetNumber(out var number) && byNumber.TryGetValue(number, out var found) ? found : default;
    }

    private TriggerEntry[] OfText(scoped ReadOnlySpan<byte> text) =>
        byText.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out var found) ? found : [];

    private static TriggerEntry[] With(TriggerEntry[]? entries, TriggerEntry entry) => entries is null ? [entry] : [.. entries, entry];
}

using System.Diagnostics;
using Engage.Rules.Accumulation;
using Engage.Rules.Definitions;
using Engage.Rules.Facts;

namespace Engage.Rules.Compilation;

/// <summary>Judges compiled conditions on events. Pure; allocates nothing, <see cref="Explain"/> excepted.</summary>
public static class EventConditions
{
    /// <summary>True if there is no condition, or if the event meets it; unknown counts as no.</summary>
    public static bool Holds<TEvent>(CompiledCondition? condition, in TEvent facts)
        where TEvent : IEventFacts, allows ref struct =>
        condition is null || Evaluate(condition.Root, facts) == Verdict.Yes;

    public static Verdict Evaluate<TEvent>(CompiledCondition condition, in TEvent facts)
        where TEvent : IEventFacts, allows ref struct =>
        Evaluate(condition.Root, facts);

    /// <summary>The same verdict as a tree with the actual values.</summary>
    public static Explanation Explain<TEvent>(CompiledCondition condition, in TEvent facts)
        where TEvent : IEventFacts, allows ref struct =>
        ExplainNode(condition.Root, facts);

    private static Verdict Evaluate<TEvent>(CompiledNode node, in TEvent facts)
        where TEvent : IEventFacts, allows ref struct
    {
        switch (node.Kind)
        {
            case NodeKind.EventField: return JudgeField(node, facts);
            case NodeKind.Not: return Verdicts.Opposite(Evaluate(node.Children[0], facts));
            case NodeKind.All: return EvaluateGroup(node.Children, facts, decisive: Verdict.No, otherwise: Verdict.Yes);
            case NodeKind.Any: return EvaluateGroup(node.Children, facts, decisive: Verdict.Yes, otherwise: Verdict.No);
            default: throw new UnreachableException($"{node.Kind} cannot be judged on an event.");
        }
    }

    private static Verdict EvaluateGroup<TEvent>(CompiledNode[] children, in TEvent facts, Verdict decisive, Verdict otherwise)
        where TEvent : IEventFacts, allows ref struct
    {
        var result = otherwise;
        foreach (var child in children)
        {
            var verdict = Evaluate(child, facts);
            if (verdict == decisive) return decisive;
            if (verdict == Verdict.Unknown) result = Verdict.Unknown;
        }

        return result;
    }

    private static Verdict JudgeField<TEvent>(CompiledNode node, in TEvent facts)
        where TEvent : IEventFacts, allows ref struct
    {
        Span<byte> currencyText = stackalloc byte[CurrencyCode.MaxLength];
        return Read(node, facts, currencyText).Judge(node.Comparison!);
    }

    private static Comparand Read<TEvent>(CompiledNode node, in TEvent facts, Span<byte> currencyText)
        where TEvent : IEventFacts, allows ref struct
    {
        switch (node.Field)
        {
            case FieldKind.Amount:
                return facts.TryGetAmount(out var amount) ? Money(amount, node.Comparison!, facts) : default;
            case FieldKind.Amounts:
                return facts.TryGetAmount(node.Name, out var further) ? Money(further, node.Comparison!, facts) : default;
            case FieldKind.Currency:
                var length = facts.Currency.Write(currencyText);
                return length == 0 ? default : Comparand.Of(FactValue.FromText(currencyText[..length]));
            case FieldKind.Type: return Comparand.Of(FactValue.FromText(facts.Type));
            case FieldKind.Source: return Comparand.Of(FactValue.FromText(facts.Source));
            case FieldKind.Attribute: return Comparand.Of(facts.GetAttribute(node.Name));
            default: throw new UnreachableException($"{node.Field} is no field of an event.");
        }
    }

    /// <summary>Money as the comparison wants it: as it is, or in its currency by the event's own rate; missing where that rate is.</summary>
    private static Comparand Money<TEvent>(decimal amount, CompiledComparison comparison, in TEvent facts)
        where TEvent : IEventFacts, allows ref struct
    {
        if (comparison.Currency.IsNone || facts.Currency == comparison.Currency) return Comparand.Of(amount, facts.Currency);
        return facts.RateCurrency == comparison.Currency && facts.TryGetRate(out var rate) && rate > 0 ? Comparand.Converted(amount, rate) : default;
    }

    private static Explanation ExplainNode<TEvent>(CompiledNode node, in TEvent facts)
        where TEvent : IEventFacts, allows ref struct
    {
        var children = new List<Explanation>();
        foreach (var child in node.Children) children.Add(ExplainNode(child, facts));
        if (node.Kind != NodeKind.EventField) return new Explanation(Evaluate(node, facts), ExplanationText.Of(node), null, [.. children]);

        Span<byte> currencyText = stackalloc byte[CurrencyCode.MaxLength];
        var actual = Read(node, facts, currencyText);
        return new Explanation(actual.Judge(node.Comparison!), ExplanationText.Of(node), actual.Describe(), []);
    }
}

using System.Collections.Immutable;
using System.Diagnostics;
using Engage.Rules.Accumulation;
using Engage.Rules.Definitions;
using Engage.Rules.Facts;

namespace Engage.Rules.Compilation;

/// <summary>Judges compiled conditions on players. Pure; allocates nothing, <see cref="Explain"/> excepted.</summary>
public static class PlayerConditions
{
    /// <summary>True if there is no condition, or if the player meets it; unknown counts as no.</summary>
    public static bool Holds<TPlayer>(CompiledCondition? condition, in TPlayer facts)
        where TPlayer : IPlayerFacts, allows ref struct =>
        condition is null || Evaluate(condition.Root, facts) == Verdict.Yes;

    public static Verdict Evaluate<TPlayer>(CompiledCondition condition, in TPlayer facts)
        where TPlayer : IPlayerFacts, allows ref struct =>
        Evaluate(condition.Root, facts);

    /// <summary>The same verdict as a tree with the actual values.</summary>
    /// <param name="segments">Of the condition's set, so that a segment it refers to is told down to the leaves of its own; default: it is not.</param>
    public static Explanation Explain<TPlayer>(CompiledCondition condition, in TPlayer facts, ImmutableArray<CompiledSegment> segments = default)
        where TPlayer : IPlayerFacts, allows ref struct =>
        ExplainNode(condition.Root, facts, segments);

    private static Verdict Evaluate<TPlayer>(CompiledNode node, in TPlayer facts)
        where TPlayer : IPlayerFacts, allows ref struct
    {
        switch (node.Kind)
        {
            case NodeKind.All: return EvaluateGroup(node.Children, facts, decisive: Verdict.No, otherwise: Verdict.Yes);
            case NodeKind.Any: return EvaluateGroup(node.Children, facts, decisive: Verdict.Yes, otherwise: Verdict.No);
            case NodeKind.Not: return Verdicts.Opposite(Evaluate(node.Children[0], facts));
            case NodeKind.Constant: return node.Constant;
            case NodeKind.InSegment: return Verdicts.Of(facts.IsInSegment(node.SegmentIndex));
            case NodeKind.Tags: return Verdicts.Of(HasTags(node, facts));
            case NodeKind.Never: return Verdicts.Of(!facts.TryGetLast(node.Leaf!, node.BeforeThisEvent, out _));
            case NodeKind.PlayerField or NodeKind.Count or NodeKind.Sum or NodeKind.SinceLast: return Read(node, facts, exact: false).Judge(node.Comparison!);
            default: throw new UnreachableException($"{node.Kind} cannot be judged on a player.");
        }
    }

    private static Verdict EvaluateGroup<TPlayer>(CompiledNode[] children, in TPlayer facts, Verdict decisive, Verdict otherwise)
        where TPlayer : IPlayerFacts, allows ref struct
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

    private static bool HasTags<TPlayer>(CompiledNode node, in TPlayer facts)
        where TPlayer : IPlayerFacts, allows ref struct
    {
        var found = 0;
        foreach (var tag in node.Tags)
        {
            if (facts.HasTag(tag)) found++;
        }

        return node.TagOperator switch
        {
            TagOperator.Has or TagOperator.HasAny => found > 0,
            TagOperator.HasAll => found == node.Tags.Length,
            TagOperator.HasNone => found == 0,
            _ => throw new UnreachableException($"Nothing judges {node.TagOperator}."),
        };
    }

    /// <param name="exact">False: counting and adding may stop where the verdict is certain.</param>
    private static Comparand Read<TPlayer>(CompiledNode node, in TPlayer facts, bool exact)
        where TPlayer : IPlayerFacts, allows ref struct
    {
        switch (node.Kind)
        {
            case NodeKind.PlayerField when node.Field == FieldKind.Consent:
                return Comparand.Of(FactValue.FromBoolean(facts.HasConsent(node.Name)));
            case NodeKind.PlayerField:
                return Comparand.Of(facts.GetProfile(node.Name));
            case NodeKind.Count:
                var enough = exact ? long.MaxValue : (long)node.Comparison!.HighestNumber;
                return facts.TryGetCount(node.Leaf!, enough, out var count) ? Comparand.Of(FactValue.FromLong(count)) : default;
            case NodeKind.Sum:
                return ReadSum(node, facts, exact);
            case NodeKind.SinceLast:
                if (!facts.TryGetLast(node.Leaf!, node.BeforeThisEvent, out var last)) return default;

                // A late event may be judged before the last one of its kind: no time has passed since.
                return Comparand.Of(FactValue.FromLong(Math.Max(0, facts.JudgedAtMicros - last)));
            default:
                throw new UnreachableException($"{node.Kind} compares nothing.");
        }
    }

    private static Comparand ReadSum<TPlayer>(CompiledNode node, in TPlayer facts, bool exact)
        where TPlayer : IPlayerFacts, allows ref struct
    {
        var comparison = node.Comparison!;
        var currency = comparison.Currency.IsNone ? facts.WalletCurrency : comparison.Currency;
        if (currency.IsNone) return default;

        var enough = exact ? decimal.MaxValue : comparison.HighestBound(currency);
        return facts.TryGetSum(node.Leaf!, currency, enough, out var sum) ? Comparand.Of(sum, currency) : default;
    }

    private static Explanation ExplainNode<TPlayer>(CompiledNode node, in TPlayer facts, ImmutableArray<CompiledSegment> segments)
        where TPlayer : IPlayerFacts, allows ref struct
    {
        var parts = new List<Explanation>();
        foreach (var child in node.Children) parts.Add(ExplainNode(child, facts, segments));
        if (node.Kind == NodeKind.InSegment && !segments.IsDefault) parts.Add(ExplainNode(segments[node.SegmentIndex].Condition.Root, facts, segments));
        return new Explanation(Evaluate(node, facts), ExplanationText.Of(node), DescribeActual(node, facts), [.. parts]);
    }

    private static string? DescribeActual<TPlayer>(CompiledNode node, in TPlayer facts)
        where TPlayer : IPlayerFacts, allows ref struct
    {
        switch (node.Kind)
        {
            case NodeKind.All or NodeKind.Any or NodeKind.Not: return null;
            case NodeKind.Constant: return node.Constant == Verdict.Yes ? "everyone" : "no such active segment";
            case NodeKind.InSegment: return facts.IsInSegment(node.SegmentIndex) ? "in it" : "not in it";
            case NodeKind.Tags: return DescribeTags(node, facts);
            case NodeKind.Never: return facts.TryGetLast(node.Leaf!, node.BeforeThisEvent, out _) ? "it has happened" : "it has not happened";
            case NodeKind.SinceLast: return DescribeRecency(node, facts);
            default:
                var actual = Read(node, facts, exact: true).Describe();
                return actual == "missing" && node.Leaf is { WindowMicros: > 0 } ? "building" : actual;
        }
    }

    private static string DescribeTags<TPlayer>(CompiledNode node, in TPlayer facts)
        where TPlayer : IPlayerFacts, allows ref struct
    {
        var held = new List<string>();
        foreach (var tag in node.Tags)
        {
            if (facts.HasTag(tag)) held.Add(System.Text.Encoding.UTF8.GetString(tag));
        }

        return held.Count == 0 ? "none of them" : string.Join(", ", held);
    }

    private static string DescribeRecency<TPlayer>(CompiledNode node, in TPlayer facts)
        where TPlayer : IPlayerFacts, allows ref struct =>
        facts.TryGetLast(node.Leaf!, node.BeforeThisEvent, out var last) ? DurationText.Format(Math.Max(0, facts.JudgedAtMicros - last)) : "it has not happened";
}

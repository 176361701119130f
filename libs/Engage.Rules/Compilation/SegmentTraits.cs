using Engage.Rules.Definitions;

namespace Engage.Rules.Compilation;

/// <summary>What a segment's own condition looks at, without the segments that it refers to. Immutable.</summary>
internal sealed class SegmentTraits
{
    private SegmentTraits()
    {
    }

    /// <summary>Segments it refers to.</summary>
    public List<int> References { get; } = [];

    public List<HistoryLeaf> Leaves { get; } = [];

    /// <summary>Leaves whose verdict the clock can change, with their comparison.</summary>
    public List<CompiledNode> TimedLeaves { get; } = [];

    /// <summary>Profile, tags, consents, or sums in the wallet's currency.</summary>
    public bool TestsKnowledge { get; private set; }

    /// <summary>Some leaf leaves the event being judged out.</summary>
    public bool TestsBefore { get; private set; }

    public static SegmentTraits Of(CompiledNode root)
    {
        var traits = new SegmentTraits();
        traits.Visit(root);
        return traits;
    }

    private void Visit(CompiledNode node)
    {
        switch (node.Kind)
        {
            case NodeKind.InSegment: References.Add(node.SegmentIndex); break;
            case NodeKind.PlayerField or NodeKind.Tags: TestsKnowledge = true; break;
        }

        if (node.Leaf is { } leaf)
        {
            Leaves.Add(leaf);
            TestsBefore |= node.BeforeThisEvent;
            TestsKnowledge |= node.Kind == NodeKind.Sum && node.Comparison!.Currency.IsNone;
            if (node.Kind == NodeKind.SinceLast || leaf.WindowMicros > 0) TimedLeaves.Add(node);
        }

        foreach (var child in node.Children) Visit(child);
    }
}

using Engage.Rules.Definitions;
using Engage.Rules.Facts;

namespace Engage.Rules.Compilation;

/// <summary>One node of a compiled condition; which members are set follows from <see cref="Kind"/>. Immutable.</summary>
internal sealed class CompiledNode
{
    public required NodeKind Kind { get; init; }

    /// <summary>What it was compiled from.</summary>
    public required Condition Source { get; init; }

    public CompiledNode[] Children { get; init; } = [];

    public Verdict Constant { get; init; }

    public FieldKind Field { get; init; }

    /// <summary>UTF-8; of fields that have a name.</summary>
    public byte[] Name { get; init; } = [];

    public CompiledComparison? Comparison { get; init; }

    public TagOperator TagOperator { get; init; }

    public byte[][] Tags { get; init; } = [];

    public int SegmentIndex { get; init; } = -1;

    public HistoryLeaf? Leaf { get; init; }

    public bool BeforeThisEvent { get; init; }
}

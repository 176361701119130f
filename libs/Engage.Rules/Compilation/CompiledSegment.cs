using System.Collections.Immutable;
using System.Text;
using Engage.Rules.Definitions;

namespace Engage.Rules.Compilation;

/// <summary>An active segment ready for judging. Immutable.</summary>
public sealed class CompiledSegment
{
    internal CompiledSegment(int index, DefinitionVersion version, CompiledCondition condition)
    {
        Index = index;
        Version = version;
        Condition = condition;
        IdUtf8 = [.. Encoding.UTF8.GetBytes(version.Id)];
        Traits = SegmentTraits.Of(condition.Root);
    }

    /// <summary>Its place among the active segments in ordinal order of ids: its bit in every membership of this set.</summary>
    public int Index { get; }

    public DefinitionVersion Version { get; }

    public string Id => Version.Id;

    public ImmutableArray<byte> IdUtf8 { get; }

    public CompiledCondition Condition { get; }

    public Segment Segment => (Segment)Version.Definition;

    internal SegmentTraits Traits { get; }
}

using System.Collections.Immutable;
using Engage.Rules.Definitions;

namespace Engage.Rules.Compilation;

/// <summary>The active segments of one set, the order in which they are judged, and what touches which of them. Immutable, thread-safe.</summary>
public sealed class SegmentTable
{
    private readonly Dictionary<string, int> indexes;
    private readonly ulong[][] dependents;

    internal SegmentTable(IReadOnlyList<DefinitionVersion> active, HistoryCatalog catalog)
    {
        var ordered = active.OrderBy(version => version.Id, StringComparer.Ordinal).ToArray();
        indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < ordered.Length; i++) indexes.Add(ordered[i].Id, i);

        var compiler = new ConditionCompiler(catalog, indexes);
        Segments = [.. ordered.Select((version, index) => new CompiledSegment(index, version, compiler.CompilePlayer(((Segment)version.Definition).Where)))];
        Order = SortByReferences(Segments);
        dependents = FindDependents();
        KnowledgeMask = MaskOf(segment => segment.Traits.TestsKnowledge);
        TimedMask = MaskOf(segment => segment.Traits.TimedLeaves.Count > 0);
        BeforeMask = MaskOf(segment => segment.Traits.TestsBefore);
        WindowMask = MaskOf(segment => segment.Traits.Leaves.Any(leaf => leaf.WindowMicros > 0));
    }

    /// <summary>In ordinal order of ids: bit i of a membership stands for the i-th.</summary>
    public ImmutableArray<CompiledSegment> Segments { get; }

    /// <summary>The order of judging: every segment after the ones it refers to.</summary>
    public ImmutableArray<int> Order { get; }

    /// <summary>64-bit words that a membership takes.</summary>
    public int WordCount => (Segments.Length + 63) / 64;

    /// <summary>Segments whose verdict may change with profile, tags or consents, and those that refer to them.</summary>
    internal ulong[] KnowledgeMask { get; }

    /// <summary>Segments whose verdict the clock may change, and those that refer to them.</summary>
    internal ulong[] TimedMask { get; }

    /// <summary>Segments that leave the event being judged out, and those that refer to them.</summary>
    internal ulong[] BeforeMask { get; }

    /// <summary>Segments with a window, which may be building, and those that refer to them.</summary>
    internal ulong[] WindowMask { get; }

    /// <returns>−1 if no active segment has this id.</returns>
    public int IndexOf(string segmentId) => indexes.GetValueOrDefault(segmentId, -1);

    internal IReadOnlyDictionary<string, int> Indexes => indexes;

    /// <summary>The segments that a condition marks, and all that refer to them.</summary>
    internal ulong[] MaskOf(Func<CompiledSegment, bool> isMarked)
    {
        var mask = new ulong[WordCount];
        foreach (var segment in Segments)
        {
            if (!isMarked(segment)) continue;
            for (var word = 0; word < mask.Length; word++) mask[word] |= dependents[segment.Index][word];
        }

        return mask;
    }

    /// <summary>Depth first over references. A cycle, which validation refuses, is cut where it closes.</summary>
    private static ImmutableArray<int> SortByReferences(ImmutableArray<CompiledSegment> segments)
    {
        var order = ImmutableArray.CreateBuilder<int>(segments.Length);
        var visited = new bool[segments.Length];
        foreach (var segment in segments) Visit(segment.Index);
        return order.MoveToImmutable();

        void Visit(int index)
        {
            if (visited[index]) return;
            visited[index] = true;
            foreach (var reference in segments[index].Traits.References) Visit(reference);
            order.Add(index);
        }
    }

    /// <summary>For each segment itself and every segment that refers to it, directly or through others.</summary>
    private ulong[][] FindDependents()
    {
        var result = new ulong[Segments.Length][];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = new ulong[WordCount];
            Set(result[i], i);
        }

        // From the last judged to the first: whoever refers to a segment comes after it and knows its own dependents already.
        for (var place = Order.Length - 1; place >= 0; place--)
        {
            var index = Order[place];
            foreach (var reference in Segments[index].Traits.References)
            {
                for (var word = 0; word < WordCount; word++) result[reference][word] |= result[index][word];
            }
        }

        return result;
    }

    private static void Set(ulong[] mask, int index) => mask[index / 64] |= 1UL << (index % 64);
}

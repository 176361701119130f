using Engage.Rules.Compilation;
using Engage.Rules.Segments;
using Engage.Streams;
using Engage.Topics;

namespace Engage.SegmentMaterializer;

/// <summary>The definitions that the last marker of this partition put in force, ready for judging.</summary>
internal sealed class DefinitionsInForce
{
    private readonly GlobalTable<DefinitionLog> log;

    public DefinitionsInForce(GlobalTable<DefinitionLog> log, long offset, StreamStarts starts)
    {
        this.log = log;
        Offset = offset;
        SetAt = past => log.Snapshot.At(past);
        Judge = new SegmentJudge(log.Snapshot.At(offset), starts);
    }

    /// <summary>−1: no marker yet, so no definitions.</summary>
    public long Offset { get; }

    public SegmentJudge Judge { get; }

    /// <summary>The definitions that a player was judged by before.</summary>
    public Func<long, DefinitionSet> SetAt { get; }

    /// <summary>What a further marker puts in force.</summary>
    public DefinitionsInForce After(MarkerPoint marker) =>
        new(log, marker.DefinitionsOffset, Judge.Starts.After(Judge.Definitions, log.Snapshot.At(marker.DefinitionsOffset), marker));
}

using Engage.Rules.Compilation;
using Engage.Rules.Definitions;

namespace Engage.Rules.Planning;

/// <summary>Tells which windows and filtered counters of a definition are new, so that they are building at first (semantics 8).</summary>
internal static class BuildingNotes
{
    public static IEnumerable<string> Of(DefinitionKey key, DefinitionSet before, DefinitionSet after)
    {
        var kept = before.Needs.Streams.ToDictionary(stream => stream.Id);
        foreach (var leaf in LeavesOf(key, after))
        {
            if (leaf.Stream is not { } stream) continue;
            var known = kept.GetValueOrDefault(stream.Id);
            if (!stream.IsWindow && known is null) yield return $"{stream.Text} counts from now on";
            else if (stream.IsWindow && (known is null || known.WindowsMicros[^1] < leaf.WindowMicros))
            {
                yield return $"{stream.Text} is building: unknown for {DurationText.Format(leaf.WindowMicros)} for players already seen";
            }
        }
    }

    private static IEnumerable<HistoryLeaf> LeavesOf(DefinitionKey key, DefinitionSet after)
    {
        var root = key.Kind switch
        {
            DefinitionKind.Segment when after.Segments.IndexOf(key.Id) is >= 0 and var index => after.Segments.Segments[index].Condition.Root,
            DefinitionKind.Rule => after.FindLive(key.Id)?.ExtraConditions?.Root,
            _ => null,
        };
        return root is null ? [] : SegmentTraits.Of(root).Leaves.Distinct();
    }
}

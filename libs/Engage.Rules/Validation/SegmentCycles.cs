using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Validation;

/// <summary>Segments must not refer to themselves, directly or through others (semantics 6).</summary>
internal static class SegmentCycles
{
    public static void Check(IReadOnlyDictionary<(DefinitionKind, string), KnownDefinition> known, List<Mistake> mistakes)
    {
        foreach (var start in known.Values.Where(definition => definition is { IsFromDocument: true, Definition.Kind: DefinitionKind.Segment }))
        {
            if (FindCycle(start.Definition.Id, known) is not { } cycle) continue;
            var first = start.Parsed.References.First(reference => reference.Kind == DefinitionKind.Segment && reference.Id == cycle[1]);
            mistakes.Add(new Mistake(
                MistakeSeverity.Error, first.Position, first.Path, $"segments refer to each other in a circle ({string.Join(" → ", cycle)}); take one reference out"));
        }
    }

    /// <summary>The shortest way from a segment back to itself: breadth first, so that every segment is visited once.</summary>
    private static List<string>? FindCycle(string start, IReadOnlyDictionary<(DefinitionKind, string), KnownDefinition> known)
    {
        var cameFrom = new Dictionary<string, string>(StringComparer.Ordinal);
        var queue = new Queue<string>([start]);
        while (queue.TryDequeue(out var current))
        {
            if (!known.TryGetValue((DefinitionKind.Segment, current), out var segment)) continue;
            foreach (var reference in segment.Parsed.References.Where(reference => reference.Kind == DefinitionKind.Segment))
            {
                if (!cameFrom.TryAdd(reference.Id, current)) continue;
                if (reference.Id == start) return WayBack(start, cameFrom);
                queue.Enqueue(reference.Id);
            }
        }

        return null;
    }

    private static List<string> WayBack(string start, Dictionary<string, string> cameFrom)
    {
        var way = new List<string> { start };
        for (var current = cameFrom[start]; current != start; current = cameFrom[current]) way.Add(current);
        way.Add(start);
        way.Reverse();
        return way;
    }
}

using System.Globalization;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Validation;

/// <summary>Segments must not refer to themselves, directly or through others (semantics 6).</summary>
internal static class SegmentCycles
{
    /// <summary>Of a longer circle only the beginning is written out.</summary>
    private const int MaxToldMembers = 10;

    public static void Check(IReadOnlyDictionary<(DefinitionKind, string), KnownDefinition> known, List<Mistake> mistakes)
    {
        var circling = Circling(known);
        foreach (var start in known.Values.Where(definition => definition is { IsFromDocument: true, Definition.Kind: DefinitionKind.Segment }))
        {
            if (!circling.Contains(start.Definition.Id) || FindCycle(start.Definition.Id, known) is not { } cycle) continue;
            if (cycle.Count > MaxToldMembers) circling.ExceptWith(cycle); // Told once, not once per member.
            var first = start.Parsed.References.First(reference => reference.Kind == DefinitionKind.Segment && reference.Id == cycle[1]);
            mistakes.Add(new Mistake(
                MistakeSeverity.Error, first.Position, first.Path, $"segments refer to each other in a circle ({TextOf(cycle)}); take one reference out"));
        }
    }

    private static string TextOf(List<string> cycle) => cycle.Count <= MaxToldMembers
        ? string.Join(" → ", cycle)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(" → ", cycle.Take(MaxToldMembers))} → … → {cycle[^1]}, {cycle.Count - 1} of them");

    /// <summary>The segments that are left when those that lead nowhere are taken away again and again: on a circle or on the way to one. A long chain alone costs its length.</summary>
    private static HashSet<string> Circling(IReadOnlyDictionary<(DefinitionKind, string), KnownDefinition> known)
    {
        var referrers = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var open = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var ((kind, id), segment) in known)
        {
            if (kind != DefinitionKind.Segment) continue;
            var targets = segment.Parsed.References.Where(reference => reference.Kind == DefinitionKind.Segment && known.ContainsKey((DefinitionKind.Segment, reference.Id))).Select(reference => reference.Id).ToHashSet(StringComparer.Ordinal);
            open.Add(id, targets.Count);
            foreach (var target in targets)
            {
                if (!referrers.TryGetValue(target, out var list)) referrers.Add(target, list = []);
                list.Add(id);
            }
        }

        var ending = new Queue<string>(open.Where(segment => segment.Value == 0).Select(segment => segment.Key));
        while (ending.TryDequeue(out var id))
        {
            open.Remove(id);
            foreach (var referrer in referrers.GetValueOrDefault(id, []))
            {
                if (--open[referrer] == 0) ending.Enqueue(referrer);
            }
        }

        return [.. open.Keys];
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

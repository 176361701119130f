using System.Globalization;
using Engage.Cli.Offline;
using Engage.Cli.Output;
using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;

namespace Engage.Cli.Simulate;

/// <summary>What the retained log cannot tell a simulation (semantics 46).</summary>
internal static class Incompleteness
{
    /// <param name="logs">Of all partitions.</param>
    /// <param name="inForce">The definitions now.</param>
    /// <param name="unmatchedReversals">Met in partitions that do not go back to their beginning.</param>
    public static IEnumerable<string> Of(IReadOnlyList<RetainedLog> logs, Draft draft, DefinitionSet inForce, long fromMicros, long unmatchedReversals)
    {
        foreach (var rule in draft.Rules.Select(document => (Rule)document.Definition!))
        {
            var keepsSomething = rule.Accumulate is not null || rule.Qualification is not null || rule.OnceInALifetime;
            if (keepsSomething && inForce.FindRule(rule.Id) is not null)
                yield return $"{rule.Id} is known: the progress, qualifications and lifetime bits that players hold under it are not taken over; the draft begins with nothing";
        }

        var cut = logs.Where(log => !log.IsComplete).ToList();
        if (cut.Count == 0) yield break;

        var begins = cut.Max(log => log.Begins) ?? TimeProvider.System.GetUtcNow();
        var since = Times.Text(begins);
        var needs = NeedsOf(draft, inForce).Needs;
        yield return $"nothing before {since} is retained in {cut.Count} of {logs.Count} partitions: profiles, tags and consents that were stated before, and events that repeat earlier ones, are not known";
        if (needs.Leaves.Any(leaf => leaf.Stream is null)) yield return $"lifetime counters count from {since}, not from a player's first event";
        foreach (var stream in needs.Streams)
        {
            if (!stream.IsWindow)
            {
                yield return $"{stream.Text} counts from {since}";
                continue;
            }

            var full = begins.AddTicks(stream.WindowsMicros[^1] * TimeSpan.TicksPerMicrosecond);
            if (Times.Micros(full) > fromMicros) yield return $"{stream.Text} within {DurationText.Format(stream.WindowsMicros[^1])} is seen in full only from {Times.Text(full)}";
        }

        if (unmatchedReversals > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{unmatchedReversals} reversals found no original; it may lie before {since}");
    }

    /// <summary>The draft with the segments that it refers to, directly and through others.</summary>
    private static DefinitionSet NeedsOf(Draft draft, DefinitionSet inForce)
    {
        var set = DefinitionSet.Empty;
        var known = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<ParsedDefinition>(draft.Rules.Concat(draft.Others.Where(document => document.Definition is Segment && draft.Rules.Any(rule => rule.References.Any(reference => reference.Id == document.Definition.Id)))));
        while (open.TryDequeue(out var document))
        {
            if (!known.Add($"{document.Definition!.Kind}/{document.Definition.Id}")) continue;
            var (_, record) = Draft.RecordOf(document, version: 1);
            set = set.With(new DefinitionRecord(set.Offset + 1, record.Kind, record.Id, 1, "active", record.Name, record.Body));
            foreach (var reference in document.References.Where(reference => reference.Kind == DefinitionKind.Segment))
            {
                var ofDraft = draft.Others.FirstOrDefault(other => other.Definition is Segment && other.Definition.Id == reference.Id);
                if (ofDraft is not null) open.Enqueue(ofDraft);
                else if (inForce.Find(DefinitionKind.Segment, reference.Id) is { } segment) open.Enqueue(DefinitionParser.Parse(CanonicalJson.Parse(segment.Body)));
            }
        }

        return set;
    }
}

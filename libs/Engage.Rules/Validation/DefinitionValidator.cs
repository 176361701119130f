using System.Collections.Immutable;
using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;

namespace Engage.Rules.Validation;

/// <summary>Finds the mistakes that one document alone does not show: against the other documents and against what is in force. Pure.</summary>
public static class DefinitionValidator
{
    /// <summary>Checks documents as if all of them were applied together.</summary>
    /// <param name="documents">Those with errors of their own are looked at as far as they make sense.</param>
    /// <param name="inForce">What the documents are applied to.</param>
    /// <returns>In order of place; the documents' own mistakes are not repeated.</returns>
    public static ImmutableArray<Mistake> Validate(IReadOnlyList<ParsedDefinition> documents, DefinitionSet inForce) => Validate(documents, inForce, RuleKey.Of);

    /// <param name="documents">As above.</param>
    /// <param name="inForce">As above.</param>
    /// <param name="keyOf">The key of a rule's id; tests give one under which ids collide, which takes years to happen by itself.</param>
    internal static ImmutableArray<Mistake> Validate(IReadOnlyList<ParsedDefinition> documents, DefinitionSet inForce, Func<string, RuleKey> keyOf)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(inForce);
        var mistakes = new List<Mistake>();
        var known = Merge(documents, inForce, mistakes);
        foreach (var definition in known.Values.Where(definition => definition.IsFromDocument))
        {
            HistoryRules.Check(definition, inForce, mistakes);
            CurrencyRules.Check(definition, known, mistakes);
            RiskRules.Check(definition, mistakes);
        }

        ReferenceRules.Check(known, mistakes);
        SegmentCycles.Check(known, mistakes);
        CountRules.Check(known, keyOf, mistakes);
        return [.. mistakes.OrderBy(mistake => mistake.Position)];
    }

    private static Dictionary<(DefinitionKind, string), KnownDefinition> Merge(
        IReadOnlyList<ParsedDefinition> documents, DefinitionSet inForce, List<Mistake> mistakes)
    {
        var known = new Dictionary<(DefinitionKind, string), KnownDefinition>();
        foreach (var document in documents)
        {
            if (document.Definition is null) continue;
            var definition = KnownDefinition.Of(document);
            if (known.TryAdd((definition.Definition.Kind, definition.Definition.Id), definition)) continue;

            var first = known[(definition.Definition.Kind, definition.Definition.Id)];
            mistakes.Add(new Mistake(MistakeSeverity.Error, definition.Position, "id", $"{definition.Title} is defined twice (first at {first.Position}); keep one"));
        }

        foreach (var kind in Enum.GetValues<DefinitionKind>())
        {
            foreach (var version in inForce.LatestOf(kind))
            {
                if (!known.ContainsKey((kind, version.Id))) known.Add((kind, version.Id), KnownDefinition.Of(version));
            }
        }

        return known;
    }
}

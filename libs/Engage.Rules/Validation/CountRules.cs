using System.Globalization;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Validation;

/// <summary>How many definitions may be active at once, and that no two rules share a key.</summary>
internal static class CountRules
{
    /// <param name="keyOf">The key of a rule's id.</param>
    public static void Check(IReadOnlyDictionary<(DefinitionKind, string), KnownDefinition> known, Func<string, RuleKey> keyOf, List<Mistake> mistakes)
    {
        AtMost(DefinitionLimits.MaxActiveRules, "rules", definition => definition.Definition is Rule);
        AtMost(DefinitionLimits.MaxActiveSegments, "segments", definition => definition.Definition is Segment);
        AtMost(1, "policies", definition => definition.Definition is Policy);
        AtMost(1, "endpoints with purpose: platform", definition => definition.Definition is Endpoint { Purpose: EndpointPurpose.Platform });
        CheckKeys(known, keyOf, mistakes);

        void AtMost(int limit, string what, Func<KnownDefinition, bool> counts)
        {
            var active = known.Values.Where(definition => definition.Status == DefinitionStatus.Active && counts(definition)).ToArray();
            if (active.Length <= limit || active.LastOrDefault(definition => definition.IsFromDocument) is not { } last) return;
            mistakes.Add(new Mistake(
                MistakeSeverity.Error, last.Position, "id", string.Create(CultureInfo.InvariantCulture, $"there would be {active.Length} active {what}, at most {limit} can be; pause or archive one")));
        }
    }

    /// <summary>Two rules under one key would share their progress and their lifetime bit.</summary>
    private static void CheckKeys(IReadOnlyDictionary<(DefinitionKind, string), KnownDefinition> known, Func<string, RuleKey> keyOf, List<Mistake> mistakes)
    {
        foreach (var clash in known.Values.Where(definition => definition.Definition is Rule).GroupBy(definition => keyOf(definition.Definition.Id)).Where(group => group.Count() > 1))
        {
            if (clash.LastOrDefault(definition => definition.IsFromDocument) is not { } document) continue;
            var other = clash.First(definition => definition != document);
            mistakes.Add(new Mistake(MistakeSeverity.Error, document.Position, "id", $"'{document.Definition.Id}' has the same key in state rows as {other.Title}, so that they would share their progress; choose another id"));
        }
    }
}

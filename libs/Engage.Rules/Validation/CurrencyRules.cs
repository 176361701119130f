using Engage.Rules.Definitions;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;

namespace Engage.Rules.Validation;

/// <summary>Warns where one map per currency of a rule names currencies that another one lacks: such events never count.</summary>
internal static class CurrencyRules
{
    public static void Check(KnownDefinition definition, IReadOnlyDictionary<(DefinitionKind, string), KnownDefinition> known, List<Mistake> mistakes)
    {
        if (definition.Definition is not Rule rule) return;

        var maps = definition.Parsed.Thresholds.ToList();
        if (rule.Accumulate?.Every is { EveryCurrency: null } every && definition.Parsed.Source.Find("accumulate") is MappingNode accumulate)
        {
            maps.Add(new ThresholdUse(every, accumulate.Find("every")!.Position, "accumulate.every"));
        }

        var all = maps.SelectMany(map => map.Amounts.ByCurrency.Keys).Concat(SegmentCurrencies(rule, known)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        foreach (var map in maps)
        {
            var missing = all.Where(currency => !map.Amounts.ByCurrency.ContainsKey(currency)).ToArray();
            if (missing.Length == 0) continue;
            mistakes.Add(new Mistake(
                MistakeSeverity.Warning, map.Position, map.Path, $"{string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} named elsewhere in this rule or its segment, but not here: such events never count; add {(missing.Length == 1 ? "it" : "them")}"));
        }
    }

    private static IEnumerable<string> SegmentCurrencies(Rule rule, IReadOnlyDictionary<(DefinitionKind, string), KnownDefinition> known) =>
        known.TryGetValue((DefinitionKind.Segment, rule.SegmentId), out var segment)
            ? segment.Parsed.Thresholds.SelectMany(threshold => threshold.Amounts.ByCurrency.Keys)
            : [];
}

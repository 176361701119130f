using Engage.Rules.Definitions;
using Engage.Rules.Documents;
using Engage.Rules.Templates;

namespace Engage.Rules.Validation;

/// <summary>Warns of what is legal and rarely meant.</summary>
internal static class RiskRules
{
    public static void Check(KnownDefinition definition, List<Mistake> mistakes)
    {
        if (definition.Definition is not Rule { IsScheduled: true } rule) return;

        if (rule.SegmentId == DefinitionNames.Everyone && rule.PlayersPerMinute is null && rule.Actions.Any(action => action is MessageAction { IsInternal: false }))
        {
            Warn(definition.Position, "segment", "this schedule messages every player as fast as possible; name a segment or a speed");
        }

        foreach (var use in definition.Parsed.Templates)
        {
            if (!TemplateText.TryParse(use.Text, out var template, out _)) continue;
            if (template!.Paths.FirstOrDefault(path => path.StartsWith("event.", StringComparison.Ordinal)) is { } path)
            {
                Warn(use.Position, use.Path, $"a scheduled rule has no event, so that {path} is always missing; leave it out");
            }
        }

        void Warn(SourcePosition position, string path, string message) => mistakes.Add(new Mistake(MistakeSeverity.Warning, position, path, message));
    }
}

using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Validation;

/// <summary>What a new version may not change of the one before it (semantics 1, 29).</summary>
internal static class HistoryRules
{
    public static void Check(KnownDefinition definition, DefinitionSet inForce, List<Mistake> mistakes)
    {
        if (inForce.Find(definition.Definition.Kind, definition.Definition.Id) is not { } latest) return;

        if (latest.Status == DefinitionStatus.Archived)
        {
            var isSame = definition.Status == DefinitionStatus.Archived && DefinitionContent.BodyOf(definition.Parsed.Source) == latest.Body;
            if (!isSame) Report("id", ArchivedMessage(definition, latest));
        }
        else if (definition.Status == DefinitionStatus.Draft && latest.Status != DefinitionStatus.Draft)
        {
            Report("status", $"{definition.Title} is {DefinitionNames.TextOf(latest.Status)} and cannot become a draft again; use paused");
        }

        if (definition.Definition is Rule rule && latest.Definition is Rule before && rule.IsScheduled != before.IsScheduled)
        {
            var (was, wants) = before.IsScheduled ? ("a schedule", "a trigger") : ("a trigger", "a schedule");
            Report(rule.IsScheduled ? "schedule" : "trigger", $"{definition.Title} has {was} and an id never changes its kind; give the rule with {wants} a new id");
        }

        void Report(string key, string message) =>
            mistakes.Add(new Mistake(MistakeSeverity.Error, definition.Parsed.Source.Find(key)?.Position ?? definition.Position, key, message));
    }

    private static string ArchivedMessage(KnownDefinition definition, DefinitionVersion latest) => latest.Definition is Rule { Schedule.Recurrence: OnceAt or RunNow }
        ? $"{definition.Title} has had its one run and is archived; clone it under a new id"
        : $"{definition.Title} is archived, which is final; use a new id";
}

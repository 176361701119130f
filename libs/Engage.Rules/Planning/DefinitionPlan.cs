using System.Collections.Immutable;
using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;

namespace Engage.Rules.Planning;

/// <summary>What applying documents to the definitions in force would write, and what that does. Immutable.</summary>
/// <param name="Items">One per document, in their order, the unchanged ones too.</param>
/// <param name="Before">What is in force.</param>
/// <param name="After">What will be in force, its new records at made-up offsets behind <see cref="Before"/>.</param>
public sealed record DefinitionPlan(ImmutableArray<PlannedDefinition> Items, DefinitionSet Before, DefinitionSet After)
{
    /// <summary>What has to be written, in the order of writing.</summary>
    public IEnumerable<PlannedDefinition> Changes => Items.Where(item => item.Change != PlannedChange.Unchanged);

    public bool NeedsConfirmation => Items.Any(item => item.NeedsConfirmation);

    /// <summary>Compares documents without errors with what is in force. Pure.</summary>
    /// <exception cref="ArgumentException">A document has errors, or two have one id.</exception>
    public static DefinitionPlan Of(IReadOnlyList<ParsedDefinition> documents, DefinitionSet inForce)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(inForce);
        if (documents.FirstOrDefault(document => document.HasErrors) is { } faulty) throw new ArgumentException($"The document at {faulty.Source.Position} has errors.", nameof(documents));

        var items = documents.Select(document => Plan(document, inForce)).ToImmutableArray();
        if (items.GroupBy(item => (item.Key.Kind, item.Key.Id)).FirstOrDefault(group => group.Count() > 1) is { } repeated) throw new ArgumentException($"{repeated.Key.Kind} '{repeated.Key.Id}' is there twice.", nameof(documents));

        var after = inForce;
        foreach (var item in items.Where(item => item.Change != PlannedChange.Unchanged))
        {
            after = after.With(new DefinitionRecord(
                after.Offset + 1, DefinitionNames.TextOf(item.Key.Kind), item.Key.Id, item.Key.Version, DefinitionNames.TextOf(item.Status), item.Name, item.Body));
        }

        return new DefinitionPlan([.. items.Select(item => item with { Notes = [.. item.Notes, .. BuildingNotes.Of(item.Key, inForce, after)] })], inForce, after);
    }

    private static PlannedDefinition Plan(ParsedDefinition document, DefinitionSet inForce)
    {
        var definition = document.Definition!;
        var body = DefinitionContent.BodyOf(document.Source);
        if (inForce.Find(definition.Kind, definition.Id) is not { } latest)
        {
            return new PlannedDefinition(
                new DefinitionKey(definition.Kind, definition.Id, 1), PlannedChange.Add, 0, definition.Status, definition.Name, body, [], ProgressEffect.Kept, NeedsConfirmation: false, []);
        }

        var change = (body == latest.Body, definition.Status == latest.Status) switch
        {
            (true, true) => PlannedChange.Unchanged,
            (true, false) => PlannedChange.ChangeStatus,
            _ => PlannedChange.Change,
        };
        var (progress, needsConfirmation, notes) = EffectOf(latest.Definition, definition);
        return new PlannedDefinition(
            latest.Key with { Version = change == PlannedChange.Unchanged ? latest.Version : latest.Version + 1 },
            change,
            latest.Version,
            definition.Status,
            definition.Name,
            body,
            ChangedKeys(latest, document, definition.Status),
            progress,
            needsConfirmation,
            notes);
    }

    private static (ProgressEffect Effect, bool NeedsConfirmation, ImmutableArray<string> Notes) EffectOf(Definition older, Definition newer)
    {
        if (older is not Rule before || newer is not Rule after) return (ProgressEffect.Kept, false, []);

        switch (VersionEdits.Between(before, after))
        {
            case VersionEdit.Keeps:
                return (ProgressEffect.Kept, false, []);
            case VersionEdit.Scales:
                return (ProgressEffect.Scaled, false, ["progress is scaled to the new step at each player's next event"]);
            case VersionEdit.Resets resets:
                // A rule that says on_step_change: reset has asked for it; every other reset is confirmed.
                var isAskedFor = !resets.EndsQualification && after.Accumulate?.OnStepChange == StepChangePolicy.Reset && OnlyStepsDiffer(before, after);
                var hasProgress = before.Accumulate is not null || before.Qualification is not null;
                var note = resets.EndsQualification
                    ? "players lose their progress and qualifications: the qualification is added or removed"
                    : "players lose their progress: trigger, field, currencies or step are changed";
                return (ProgressEffect.Reset, hasProgress && !isAskedFor, hasProgress ? [note] : []);
            default:
                throw new System.Diagnostics.UnreachableException("An edit of another kind.");
        }
    }

    private static bool OnlyStepsDiffer(Rule before, Rule after) =>
        before.Accumulate is { } accumulate && VersionEdits.Between(before with { Accumulate = accumulate with { Every = after.Accumulate!.Every, Count = after.Accumulate.Count } }, after) is VersionEdit.Keeps
        && VersionEdits.Between(before, after with { Accumulate = after.Accumulate with { OnStepChange = StepChangePolicy.Keep } }) is VersionEdit.Keeps;

    private static ImmutableArray<string> ChangedKeys(DefinitionVersion latest, ParsedDefinition document, DefinitionStatus status)
    {
        var older = (MappingNode)CanonicalJson.Parse(latest.Body);
        var keys = older.Entries.Concat(document.Source.Without("status").Entries).Select(entry => entry.Key).Distinct(StringComparer.Ordinal);
        var changed = keys.Where(key => TextOf(older.Find(key)) != TextOf(document.Source.Find(key)));
        return [.. changed.Concat(status == latest.Status ? [] : ["status"]).Order(StringComparer.Ordinal)];
    }

    private static string? TextOf(DefinitionNode? node) => node is null ? null : CanonicalJson.Write(node);
}

using Engage.Rules.Definitions;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;

namespace Engage.Rules.Validation;

/// <summary>What documents refer to must be there, and what others refer to must not be taken away.</summary>
internal static class ReferenceRules
{
    /// <summary>After so many mistakes no nearest name is looked for any more: each search goes through all names.</summary>
    private const int MaxSearches = 100;

    public static void Check(IReadOnlyDictionary<(DefinitionKind, string), KnownDefinition> known, List<Mistake> mistakes)
    {
        foreach (var referrer in known.Values.Where(definition => definition.Status != DefinitionStatus.Archived))
        {
            foreach (var reference in referrer.Parsed.References)
            {
                if (reference.Kind == DefinitionKind.Segment && reference.Id == DefinitionNames.Everyone) continue;
                Check(referrer, reference, known, mistakes);
            }
        }
    }

    private static void Check(
        KnownDefinition referrer, DefinitionReference reference, IReadOnlyDictionary<(DefinitionKind, string), KnownDefinition> known, List<Mistake> mistakes)
    {
        var target = known.GetValueOrDefault((reference.Kind, reference.Id));
        var candidates = target is null && mistakes.Count < MaxSearches ? known.Values.Where(other => other.Definition.Kind == reference.Kind).Select(other => other.Definition.Id) : [];
        if (Judge(referrer, reference, target, candidates) is not var (severity, message)) return;

        if (referrer.IsFromDocument) mistakes.Add(new Mistake(severity, reference.Position, reference.Path, message));
        else if (target is { IsFromDocument: true }) mistakes.Add(new Mistake(severity, target.Position, "id", $"{referrer.Title}, which is {DefinitionNames.TextOf(referrer.Status)}, refers to it ({reference.Path}): {message}"));
    }

    private static (MistakeSeverity Severity, string Message)? Judge(
        KnownDefinition referrer, DefinitionReference reference, KnownDefinition? target, IEnumerable<string> candidates)
    {
        var name = $"{DefinitionNames.TextOf(reference.Kind).Replace('_', ' ')} '{reference.Id}'";
        if (target is null)
        {
            var hint = Suggestion.Nearest(reference.Id, candidates) is { } nearest ? $"did you mean '{nearest}'?" : "define it, or correct the id";
            return (MistakeSeverity.Error, $"there is no {name}; {hint}");
        }

        if (target.Status == DefinitionStatus.Archived) return (MistakeSeverity.Error, $"{name} is archived, which is final; refer to another one");
        if (JudgeDetail(reference, target, name) is { } detail) return (MistakeSeverity.Error, detail);
        return target.Status == DefinitionStatus.Active || referrer.Status != DefinitionStatus.Active
            ? null
            : (MistakeSeverity.Warning, $"{name} is {DefinitionNames.TextOf(target.Status)}{Consequence(reference.Kind)}");
    }

    private static string? JudgeDetail(DefinitionReference reference, KnownDefinition target, string name) => target.Definition switch
    {
        Template template when reference.Detail is { } text && !template.Texts.ContainsKey(text) =>
            $"{name} has no text named '{text}'; it has {string.Join(", ", template.Texts.Keys)}",
        ChannelAccount account when reference.Detail is { } provider && account.Provider.ToString() != provider =>
            $"{name} is of {account.Provider}, but this action needs {provider}; use an account of that provider",
        Endpoint endpoint when reference.Detail is { } purpose && endpoint.Purpose.ToString() != purpose =>
            $"{name} is the platform's; a webhook needs an endpoint with purpose: webhook",
        _ => null,
    };

    private static string Consequence(DefinitionKind kind) => kind == DefinitionKind.Segment ? ", so that nobody is in it; activate it" : "; activate it";
}

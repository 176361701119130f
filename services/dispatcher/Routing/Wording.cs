using System.Diagnostics;
using Engage.Rules.Compilation;
using Engage.Rules.Definitions;

namespace Engage.Dispatcher.Routing;

/// <summary>Finds the template of a message, in the player's language where there is a choice.</summary>
internal static class Wording
{
    /// <param name="source">As the rule has it.</param>
    /// <param name="asOf">The definitions that decided.</param>
    /// <param name="language">The player's, such as <c>sv</c> or <c>pt-BR</c>; null where unknown.</param>
    /// <returns>Null where the template or its text does not exist.</returns>
    public static string? Of(MessageText source, DefinitionSet asOf, string? language) => source switch
    {
        InlineText inline => inline.Template,
        TemplateReference reference => Find(reference, asOf, language),
        _ => throw new UnreachableException($"Nothing words {source.GetType().Name}."),
    };

    private static string? Find(TemplateReference reference, DefinitionSet asOf, string? language)
    {
        if (asOf.Find(DefinitionKind.Template, reference.TemplateId)?.Definition is not Template template) return null;
        if (!template.Texts.TryGetValue(reference.TextName, out var byLanguage)) return null;

        var wanted = language?.ToLowerInvariant().Replace('_', '-');
        if (wanted is not null && byLanguage.TryGetValue(wanted, out var exact)) return exact;
        if (wanted?.Split('-')[0] is { } primary && byLanguage.TryGetValue(primary, out var general)) return general;
        return byLanguage.GetValueOrDefault(template.DefaultLanguage);
    }
}

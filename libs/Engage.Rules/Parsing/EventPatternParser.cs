using System.Globalization;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>Reads one type, a list, or a prefix with * at the end.</summary>
internal static class EventPatternParser
{
    /// <summary>Each type of a list is an entry of the index that events are looked up in.</summary>
    private const int MaxTypes = 1_000;

    /// <returns>Null, with a mistake noted, unless every entry is a type or a prefix.</returns>
    public static EventPattern? Parse(DefinitionNode node, string path, ParseContext context)
    {
        var entries = ScalarReader.Texts(node, path, context);
        var valid = entries.Length <= MaxTypes;
        if (!valid) context.Error(node.Position, path, string.Create(CultureInfo.InvariantCulture, $"the list has {entries.Length} event types, more than {MaxTypes}; use a prefix such as casino.*"));
        foreach (var entry in entries)
        {
            if (MistakeIn(entry) is not { } mistake) continue;
            context.Error(node.Position, path, mistake);
            valid = false;
        }

        return valid && !entries.IsEmpty ? new EventPattern(entries) : null;
    }

    private static string? MistakeIn(string entry)
    {
        var star = entry.IndexOf('*', StringComparison.Ordinal);
        if (star >= 0 && star != entry.Length - 1) return $"'{entry}' has a * that is not at the end; write a prefix such as casino.*, or list the types";
        if (entry.StartsWith("engage.", StringComparison.Ordinal)) return $"'{entry}' is one of the engine's own types, which no rule sees";
        return entry.Any(char.IsWhiteSpace) ? $"'{entry}' has white space; event types have none, and several types are a list" : null;
    }
}

using Engage.Definitions;
using Engage.Rules.Compilation;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;
using Engage.Rules.Validation;

namespace Engage.Cli.Definitions;

/// <summary>Definition files, read and checked as a whole.</summary>
internal static class DefinitionFiles
{
    /// <summary>Reads files for what stands in each document alone: what they refer to may be elsewhere.</summary>
    /// <returns>The documents; null: there is an error, which has been printed.</returns>
    public static IReadOnlyList<ParsedDefinition>? LoadAlone(IEnumerable<string> paths)
    {
        var loaded = DefinitionLoader.Load(paths);
        foreach (var mistake in loaded.Mistakes) Console.Error.WriteLine(mistake);
        return loaded.Mistakes.Any(mistake => mistake.IsError) ? null : loaded.Definitions;
    }

    /// <summary>Reads files and folders and prints every mistake, one a line.</summary>
    /// <returns>The documents; null: there is an error, so nothing may be done with them.</returns>
    public static IReadOnlyList<ParsedDefinition>? Load(IEnumerable<string> paths, DefinitionSet inForce)
    {
        var loaded = DefinitionLoader.Load(paths);
        var sound = loaded.Definitions.Where(document => !document.HasErrors).ToArray();
        Mistake[] mistakes = [.. loaded.Mistakes.Concat(DefinitionValidator.Validate(sound, inForce)).Distinct().OrderBy(mistake => mistake.Position)];
        foreach (var mistake in mistakes) Console.Error.WriteLine(mistake);
        return mistakes.Any(mistake => mistake.IsError) ? null : loaded.Definitions;
    }
}

using System.Text;
using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Engage.Rules.Planning;
using Engage.Rules.Validation;

namespace Engage.Definitions.Tests;

/// <summary>Loads YAML written in a test as the file <c>rules.yaml</c>.</summary>
internal static class Yaml
{
    public static LoadedDefinitions Load(string yaml) => DefinitionLoader.Parse([("rules.yaml", Encoding.UTF8.GetBytes(yaml))]);

    /// <summary>Every mistake as the user reads it, those of documents together included.</summary>
    public static string[] Mistakes(string yaml, DefinitionSet? inForce = null)
    {
        var loaded = Load(yaml);
        var together = DefinitionValidator.Validate(loaded.Definitions, inForce ?? DefinitionSet.Empty);
        return [.. loaded.Mistakes.Concat(together).OrderBy(mistake => mistake.Position).Select(mistake => mistake.ToString())];
    }

    public static DefinitionPlan Plan(string yaml, DefinitionSet? inForce = null) => DefinitionPlan.Of(Load(yaml).Definitions, inForce ?? DefinitionSet.Empty);

    /// <summary>The definitions after applying the files one after the other.</summary>
    public static DefinitionSet Applied(params ReadOnlySpan<string> files)
    {
        var set = DefinitionSet.Empty;
        foreach (var file in files) set = Plan(file, set).After;
        return set;
    }

    public static T Single<T>(string yaml)
        where T : Definition
    {
        var loaded = Load(yaml);
        Assert.Empty(loaded.Mistakes.Where(mistake => mistake.IsError).Select(mistake => mistake.ToString()));
        return Assert.IsType<T>(Assert.Single(loaded.Definitions).Definition);
    }
}

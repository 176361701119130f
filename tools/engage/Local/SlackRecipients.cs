using Engage.Definitions;
using Engage.Rules.Definitions;

namespace Engage.Cli.Local;

/// <summary>The Slack channels and people that definition files name, so that the sandbox has them from the start.</summary>
internal static class SlackRecipients
{
    public static IReadOnlyList<string> Of(string rulesPath) => !Directory.Exists(rulesPath) && !File.Exists(rulesPath)
        ? []
        :
        [
            .. DefinitionLoader.Load([rulesPath]).Definitions
                .Select(document => document.Definition).OfType<Rule>()
                .SelectMany(rule => rule.Actions).OfType<SendSlack>()
                .Select(action => action.To!).Distinct(StringComparer.Ordinal),
        ];
}

namespace Engage.Rules.Validation;

/// <summary>How many definitions may be active together.</summary>
public static class DefinitionLimits
{
    public const int MaxActiveRules = 20_000;
    public const int MaxActiveSegments = 1_000;
}

using System.Collections.Immutable;

namespace Engage.Rules.Definitions;

/// <summary>Named texts by language, which message actions refer to.</summary>
public sealed record Template : Definition
{
    public override DefinitionKind Kind => DefinitionKind.Template;

    /// <summary>Used where the player's language is unknown or has no text.</summary>
    public required string DefaultLanguage { get; init; }

    /// <summary>By name, then by language (lower-case tag such as <c>sv</c> or <c>pt-br</c>).</summary>
    public required ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Texts { get; init; }
}

namespace Engage.Rules.Definitions;

/// <summary>One document of a definition file. Immutable; defaults are filled in.</summary>
public abstract record Definition
{
    public abstract DefinitionKind Kind { get; }

    /// <summary>Unique within the kind; see <see cref="DefinitionId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>What operators call it; absent where the document has no <c>name</c>.</summary>
    public string? Name { get; init; }

    public DefinitionStatus Status { get; init; } = DefinitionStatus.Active;
}

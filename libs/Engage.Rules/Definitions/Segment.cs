namespace Engage.Rules.Definitions;

/// <summary>A set of players described by a condition (semantics 6).</summary>
public sealed record Segment : Definition
{
    public override DefinitionKind Kind => DefinitionKind.Segment;

    public required Condition Where { get; init; }
}

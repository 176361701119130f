namespace Engage.Rules.Definitions;

/// <summary>What a definition document describes: its <c>kind</c>.</summary>
public enum DefinitionKind
{
    Rule,
    Segment,
    Template,
    Policy,
    ChannelAccount,
    Endpoint,
}

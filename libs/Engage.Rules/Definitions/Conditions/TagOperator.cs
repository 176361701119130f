namespace Engage.Rules.Definitions;

/// <summary>How a condition tests a player's tags.</summary>
public enum TagOperator
{
    Has,
    HasAny,
    HasAll,
    HasNone,
}

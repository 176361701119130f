namespace Engage.Rules.Definitions;

/// <summary>Which classes of messages a channel may carry in a market.</summary>
[Flags]
public enum AllowedClasses
{
    None = 0,
    Marketing = 1,
    Transactional = 2,
    All = Marketing | Transactional,
}

namespace Engage.Rules.Definitions;

/// <summary>What a message to a player is for; markets may allow a channel to carry only one of them.</summary>
public enum MessageClass
{
    Marketing,
    Transactional,
}

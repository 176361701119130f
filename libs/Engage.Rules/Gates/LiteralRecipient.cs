namespace Engage.Rules.Gates;

/// <summary>Whom a literal recipient turned out to be.</summary>
public enum LiteralRecipient
{
    SomebodyElse,

    /// <summary>It equals the player's own phone number or address.</summary>
    ThePlayer,
}

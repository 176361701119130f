namespace Engage.Rules.Definitions;

/// <summary>Where a compared field is found.</summary>
public enum FieldKind
{
    /// <summary>The event's amount.</summary>
    Amount,

    /// <summary>An entry of the event's further amounts.</summary>
    Amounts,

    /// <summary>The event's currency, else the player's wallet currency, upper-case; missing where there is neither.</summary>
    Currency,

    Type,
    Source,

    /// <summary>An entry of the event's attributes.</summary>
    Attribute,

    /// <summary>An attribute of the player's profile.</summary>
    Profile,

    /// <summary>Whether the player opted in to a channel; a channel never named counts as not given.</summary>
    Consent,
}

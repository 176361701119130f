using Engage.Channels.Smtp;
using Engage.Channels.Twilio;
using Engage.Contracts;
using Engage.Rules.Gates;

namespace Engage.Dispatcher.Routing;

/// <summary>A player's own contact points and traits, from the profile.</summary>
internal static class PlayerContacts
{
    /// <summary>Where a message to the player goes.</summary>
    /// <param name="defaultCountryCode">For phone numbers without one; null: those are no contact point.</param>
    /// <returns>Null where the profile has none of that channel that could be sent to.</returns>
    public static string? Find(PlayerProfile profile, string channel, string? defaultCountryCode) => channel switch
    {
        "sms" => PhoneNumber.TryNormalise(Text(profile, "phone"), defaultCountryCode, out var number) ? number : null,
        "email" => EmailAddress.TryParse(Text(profile, "email"), out var address) ? address.Address : null,
        _ => null,
    };

    /// <summary>Whether a literal recipient is the player's own (semantics 35).</summary>
    public static LiteralRecipient Compare(PlayerProfile profile, string channel, string canonicalRecipient, string? defaultCountryCode)
    {
        var own = channel == "slack" ? Text(profile, "email") : Find(profile, channel, defaultCountryCode);
        return canonicalRecipient.Equals(own, StringComparison.OrdinalIgnoreCase) ? LiteralRecipient.ThePlayer : LiteralRecipient.SomebodyElse;
    }

    public static GatedPlayer ForGates(PlayerProfile profile) => new()
    {
        Suppression = profile.Suppression,
        Consents = profile.Consents,
        Market = Text(profile, "market"),
        TimeZone = Text(profile, "time_zone"),
        IsErased = profile.Erased,
    };

    /// <summary>A text attribute; null where it is absent, empty or no text.</summary>
    public static string? Text(PlayerProfile profile, string name) =>
        profile.Attributes.TryGetValue(name, out var value) && value is { Kind: AttributeKind.String, Text.Length: > 0 } ? value.Text : null;
}

using Engage.Channels.Smtp;
using Engage.Channels.Twilio;

namespace Engage.Dispatcher.Routing;

/// <summary>Brings literal recipients into the one form that names their lane.</summary>
internal static class Recipients
{
    /// <returns>Null where it is no recipient of the channel.</returns>
    public static string? Canonical(string channel, string recipient, string? defaultCountryCode) => channel switch
    {
        "sms" => PhoneNumber.TryNormalise(recipient, defaultCountryCode, out var number) ? number : null,
        "email" => EmailAddress.TryParse(recipient, out var address) ? address.Address : null,
        "slack" => recipient.Trim() is { Length: > 1 } name ? (name[0] is '#' or '@' || name.Contains('@', StringComparison.Ordinal) ? name.ToLowerInvariant() : name) : null,
        _ => null,
    };
}

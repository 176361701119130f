using System.Reflection;

namespace Engage.Hosting.Configuration;

/// <summary>Decides what must not be printed, and prints it without.</summary>
internal static class Secrets
{
    public const string Mask = "******";

    private static readonly string[] TellingParts = ["password", "secret", "token", "credential", "jaas", "ssl.key", "private", "oauthbearer.config", "apikey", "api.key"];

    /// <summary>The property is marked, or its name in a free map says what it holds.</summary>
    public static bool IsSecret(PropertyInfo? property, string key) =>
        property?.GetCustomAttribute<SecretAttribute>() is not null
        || Array.Exists(TellingParts, part => key.Contains(part, StringComparison.OrdinalIgnoreCase));

    public static string Show(object? value, bool isSecret)
    {
        var text = SettingValue.Format(value);
        if (isSecret) return text.Length == 0 ? "" : Mask;
        return value is Uri { UserInfo.Length: > 0 } address ? text.Replace(address.UserInfo + "@", Mask + "@", StringComparison.Ordinal) : text;
    }

    /// <summary>The configured text for an error message: an address that is wrong may still hold a password.</summary>
    public static string Quote(string text, bool isSecret) => isSecret || text.Contains('@', StringComparison.Ordinal) ? "set" : $"'{text}'";
}

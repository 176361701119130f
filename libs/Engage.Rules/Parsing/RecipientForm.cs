using System.Buffers;

namespace Engage.Rules.Parsing;

/// <summary>The forms of literal recipients; each method returns what is wrong and the fix, or null.</summary>
internal static class RecipientForm
{
    private const int MaxAddressLength = 254;

    private static readonly SearchValues<char> NotInAddresses = SearchValues.Create(" \t\r\n,;<>()[]\\\"");

    public static string? SlackMistake(string to)
    {
        if (to.StartsWith('#') || to.StartsWith('@')) return to.Length > 1 && !to.AsSpan().ContainsAny(" \t\r\n") ? null : $"'{to}' names no channel or person; write \"#channel\" or \"@person\"";
        return IsAddress(to) ? null : $"'{to}' is no Slack recipient; write \"#channel\", \"@person\" or a person's email address";
    }

    public static string? SmsMistake(string to)
    {
        var digits = to.AsSpan().TrimStart('+');
        var valid = to.StartsWith('+') && digits.Length == to.Length - 1 && digits.Length is >= 7 and <= 15 && digits[0] != '0' && !digits.ContainsAnyExceptInRange('0', '9');
        return valid ? null : $"'{to}' is not a phone number; write it with its country code and without spaces: \"+4790000001\"";
    }

    public static string? EmailMistake(string to) => IsAddress(to) ? null : $"'{to}' is not an email address; write one address such as vip@casino.example";

    private static bool IsAddress(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && text.Length <= MaxAddressLength && !text.AsSpan().ContainsAny(NotInAddresses);
    }
}

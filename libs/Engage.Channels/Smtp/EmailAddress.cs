using System.Globalization;
using System.Text.RegularExpressions;

namespace Engage.Channels.Smtp;

/// <summary>An address as it may stand in an envelope: dot-atom local part in ASCII, domain in its ASCII form.</summary>
/// <param name="Local">Before the @, at most 64 characters.</param>
/// <param name="Domain">After it, lower-case, international names as <c>xn--</c>.</param>
/// <param name="DisplayName">Name of the form <c>Name &lt;address&gt;</c>; empty without.</param>
public sealed partial record EmailAddress(string Local, string Domain, string DisplayName)
{
    private const int LongestAddress = 254;
    private const int LongestLocalPart = 64;

    /// <summary>local@domain.</summary>
    public string Address => $"{Local}@{Domain}";

    /// <param name="text"><c>local@domain</c> or <c>Name &lt;local@domain&gt;</c>.</param>
    /// <param name="address">Null if refused.</param>
    /// <returns>False for anything that could not be sent to, or could break out of an SMTP command or header.</returns>
    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out EmailAddress? address)
    {
        address = null;
        if (text is null || text.Length > 512 || text.Any(char.IsControl)) return false;

        var (name, bare) = Split(text.Trim());
        var at = bare.LastIndexOf('@');
        if (at is < 1 or > LongestLocalPart || !LocalPart().IsMatch(bare[..at])) return false;
        if (AsciiDomain(bare[(at + 1)..]) is not { } domain || at + 1 + domain.Length > LongestAddress) return false;

        address = new EmailAddress(bare[..at], domain, name);
        return true;
    }

    private static (string Name, string Address) Split(string text)
    {
        if (!text.EndsWith('>')) return ("", text);
        var open = text.LastIndexOf('<');
        return open < 0 ? ("", text) : (text[..open].Trim().Trim('"'), text[(open + 1)..^1]);
    }

    private static string? AsciiDomain(string domain)
    {
        try
        {
            var ascii = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(domain.ToLowerInvariant());
            return DomainName().IsMatch(ascii) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null; // IdnMapping's way to say that it is no domain.
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex LocalPart();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex DomainName();
}

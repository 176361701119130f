using System.Diagnostics;
using System.Text;

namespace Engage.Rules.Templates;

/// <summary>Makes a value harmless in the channel it goes to. What players can write (names, reasons) must never become markup, a mention or a header.</summary>
internal static class TemplateEscapes
{
    /// <summary>Invisible; between @ and the word it keeps Slack from calling everybody.</summary>
    private const char WordJoiner = '\u2060';

    private static readonly string[] Broadcasts = ["channel", "here", "everyone"];

    public static string Escape(string value, TemplateEscaping escaping)
    {
        var output = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var character = value[i];
            if (IsDirectionOverride(character) || IsBrokenSurrogate(value, i)) continue;
            if (IsControl(character)) AppendControl(output, character, escaping);
            else Append(output, value, i, escaping);
        }

        return output.ToString();
    }

    private static void Append(StringBuilder output, string value, int index, TemplateEscaping escaping)
    {
        var character = value[index];
        var replacement = escaping switch
        {
            TemplateEscaping.Slack => SlackEntity(character),
            TemplateEscaping.Html => HtmlEntity(character),
            TemplateEscaping.Json => character is '"' or '\\' ? $"\\{character}" : null,
            TemplateEscaping.PlainText or TemplateEscaping.MailHeader => null,
            _ => throw new UnreachableException($"Nothing escapes for {escaping}."),
        };
        if (replacement is null) output.Append(character);
        else output.Append(replacement);

        if (escaping == TemplateEscaping.Slack && character == '@' && StartsBroadcast(value.AsSpan(index + 1))) output.Append(WordJoiner);
    }

    private static void AppendControl(StringBuilder output, char character, TemplateEscaping escaping)
    {
        if (escaping == TemplateEscaping.Json) output.Append("\\u").Append(((int)character).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
        else if (escaping == TemplateEscaping.MailHeader) output.Append(character is '\r' or '\n' or '\t' or '\u2028' or '\u2029' or '\u0085' ? " " : "");
        else if (character is '\n' or '\t') output.Append(character);
        else if (character is '\u2028' or '\u2029' or '\u0085') output.Append('\n');
    }

    private static string? SlackEntity(char character) => character switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ => null,
    };

    private static string? HtmlEntity(char character) => character switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => null,
    };

    private static bool StartsBroadcast(ReadOnlySpan<char> rest)
    {
        foreach (var word in Broadcasts)
        {
            if (rest.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    /// <summary>C0, DEL and C1 controls, and the line and paragraph separators, which some readers break lines at.</summary>
    private static bool IsControl(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';

    /// <summary>Embeddings, overrides and isolates, which make text read in another order than it is stored; the mere marks of mixed scripts stay.</summary>
    private static bool IsDirectionOverride(char character) => character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static bool IsBrokenSurrogate(string value, int index) => char.IsHighSurrogate(value[index])
        ? index + 1 == value.Length || !char.IsLowSurrogate(value[index + 1])
        : char.IsLowSurrogate(value[index]) && (index == 0 || !char.IsHighSurrogate(value[index - 1]));
}

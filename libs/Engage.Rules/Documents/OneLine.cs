using System.Globalization;
using System.Text;

namespace Engage.Rules.Documents;

/// <summary>Keeps what is quoted from a file from breaking a line, or from moving a terminal's cursor.</summary>
internal static class OneLine
{
    /// <summary>The text with control characters and line separators written out, as in <c>\n</c> and <c>\u001b</c>.</summary>
    public static string Of(string text)
    {
        if (!text.Any(IsBreaking)) return text;
        var line = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            if (letter == '\n') line.Append("\\n");
            else if (IsBreaking(letter)) line.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else line.Append(letter);
        }

        return line.ToString();
    }

    private static bool IsBreaking(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029';
}

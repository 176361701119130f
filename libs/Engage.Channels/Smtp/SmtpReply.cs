using System.Text.RegularExpressions;

namespace Engage.Channels.Smtp;

/// <summary>A reply: three digits, an enhanced code (RFC 3463) where there is one, and text.</summary>
/// <param name="Code">200–599.</param>
/// <param name="Enhanced">Such as <c>5.1.1</c>; empty without.</param>
/// <param name="Text">All lines, joined by <c>\n</c>, without codes.</param>
internal sealed partial record SmtpReply(int Code, string Enhanced, string Text)
{
    public bool IsPositive => Code is >= 200 and < 400;

    /// <summary>As results show it: <c>550 5.1.1</c>.</summary>
    public string Codes => Enhanced.Length == 0 ? Code.ToString(System.Globalization.CultureInfo.InvariantCulture) : $"{Code} {Enhanced}";

    /// <param name="lines">With their codes, at least one.</param>
    /// <returns>Null if they are no reply.</returns>
    public static SmtpReply? Parse(IReadOnlyList<string> lines)
    {
        var enhanced = "";
        var texts = new List<string>(lines.Count);
        var code = 0;
        foreach (var line in lines)
        {
            var match = Line().Match(line);
            if (!match.Success) return null;
            code = int.Parse(match.Groups["code"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            if (match.Groups["enhanced"].Success) enhanced = match.Groups["enhanced"].Value;
            texts.Add(match.Groups["text"].Value);
        }

        return new(code, enhanced, string.Join('\n', texts));
    }

    [GeneratedRegex(@"^(?<code>[2-5]\d\d)(?:[ -](?:(?<enhanced>[245]\.\d{1,3}\.\d{1,3})(?: |$))?(?<text>.*))?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Line();
}

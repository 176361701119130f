using System.Buffers;
using Engage.Rules.Documents;

namespace Engage.Definitions;

/// <summary>What a plain (unquoted) scalar means in the YAML 1.2 core schema, https://yaml.org/spec/1.2.2/#103-core-schema.</summary>
internal static class YamlScalars
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <param name="report">Receives what is wrong or risky with the scalar, with the fix.</param>
    public static DefinitionNode Resolve(string text, SourcePosition position, Action<MistakeSeverity, string> report)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL": return new NullNode(position);
            case "true" or "True" or "TRUE": return new BooleanNode(position, true);
            case "false" or "False" or "FALSE": return new BooleanNode(position, false);
            case "yes" or "Yes" or "on" or "On":
                report(MistakeSeverity.Warning, $"{text} is a text in YAML 1.2; write true, or quote it if the text is meant");
                return new TextNode(position, text);
            case "no" or "No" or "off" or "Off":
                report(MistakeSeverity.Warning, $"{text} is a text in YAML 1.2; write false, or quote it if the text is meant");
                return new TextNode(position, text);
        }

        if (IsForeignNumber(text))
        {
            report(MistakeSeverity.Error, $"{text} is not a decimal number; write it in decimal, or in quotes if it is a text");
            return new NumberNode(position, 1, text);
        }

        if (!IsDecimalNumber(text)) return new TextNode(position, text);
        if (!DecimalText.TryParse(text, out var value, out var mistake)) report(MistakeSeverity.Error, mistake!);
        return new NumberNode(position, value, text);
    }

    /// <summary><c>[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?</c></summary>
    private static bool IsDecimalNumber(ReadOnlySpan<char> text)
    {
        if (text[0] is '+' or '-') text = text[1..];
        var whole = TakeDigits(ref text);
        var fraction = 0;
        if (text is ['.', ..])
        {
            text = text[1..];
            fraction = TakeDigits(ref text);
        }

        if (whole + fraction == 0) return false;
        if (text.IsEmpty) return true;
        if (text[0] is not ('e' or 'E')) return false;
        text = text[1..];
        if (text is ['+' or '-', ..]) text = text[1..];
        return TakeDigits(ref text) > 0 && text.IsEmpty;
    }

    private static int TakeDigits(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var count = end < 0 ? text.Length : end;
        text = text[count..];
        return count;
    }

    /// <summary>Octal, hexadecimal, infinity and not-a-number, which the core schema knows and definitions do not.</summary>
    private static bool IsForeignNumber(ReadOnlySpan<char> text)
    {
        if (text.Length > 2 && text[0] == '0' && text[1] == 'x') return !text[2..].ContainsAnyExcept(HexDigits);
        if (text.Length > 2 && text[0] == '0' && text[1] == 'o') return !text[2..].ContainsAnyExceptInRange('0', '7');
        return text.TrimStart("+-") is ".inf" or ".Inf" or ".INF" or ".nan" or ".NaN" or ".NAN";
    }
}

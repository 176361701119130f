using System.Collections.Immutable;
using System.Globalization;

namespace Engage.Rules.Templates;

/// <summary>Reads a template's text into its parts. One pass; stops at the first mistake.</summary>
internal static class TemplateParser
{
    /// <summary>More filters than these on one variable are taken for a mistake.</summary>
    private const int MaxFilters = 10;

    private const string KnownFilters = "money, number, date, upper, lower, truncate:n or fallback:'text'";

    private static readonly string[] Roots = ["player.", "event.", "rule.", "execution."];

    public static ImmutableArray<TemplatePart> Parse(string text, out TemplateMistake? mistake)
    {
        var parts = ImmutableArray.CreateBuilder<TemplatePart>();
        mistake = null;
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf("{{", at, StringComparison.Ordinal);
            if (open < 0) open = text.Length;
            if (open > at) parts.Add(new TemplatePart.Literal(text[at..open]));
            if (open == text.Length) break;

            var close = FindClose(text, open + 2);
            if (close < 0)
            {
                mistake = new TemplateMistake(open, "'{{' is never closed; add '}}'");
                return [];
            }

            mistake = ParseVariable(text.AsSpan(open + 2, close - open - 2), open + 2, out var variable);
            if (mistake is not null) return [];
            parts.Add(variable!);
            at = close + 2;
        }

        return parts.ToImmutable();
    }

    /// <summary>The <c>}}</c> that ends a variable: the first outside quotes.</summary>
    private static int FindClose(string text, int from)
    {
        var quote = '\0';
        for (var i = from; i < text.Length; i++)
        {
            if (quote != '\0')
            {
                if (text[i] == quote) quote = '\0';
            }
            else if (text[i] is '\'' or '"')
            {
                quote = text[i];
            }
            else if (text[i] == '}' && i + 1 < text.Length && text[i + 1] == '}')
            {
                return i;
            }
        }

        return -1;
    }

    private static TemplateMistake? ParseVariable(ReadOnlySpan<char> inner, int offset, out TemplatePart.Variable? variable)
    {
        variable = null;
        var rest = inner;
        var path = NextSegment(ref rest).Trim().ToString();
        if (WhyNoPath(path) is { } wrongPath) return new TemplateMistake(offset, wrongPath);

        var filters = ImmutableArray.CreateBuilder<TemplateFilter>();
        string? fallback = null;
        while (!rest.IsEmpty)
        {
            var filterOffset = offset + inner.Length - rest.Length;
            rest = rest[1..];
            var segment = NextSegment(ref rest).Trim();
            if (fallback is not null) return new TemplateMistake(filterOffset, "fallback ends a variable; move the other filters before it");
            if (WhyNoFilter(segment, out var filter, out fallback) is { } wrong) return new TemplateMistake(filterOffset, wrong);
            if (filter is not null) filters.Add(filter);
            if (filters.Count > MaxFilters) return new TemplateMistake(filterOffset, $"a variable takes at most {MaxFilters} filters");
        }

        variable = new TemplatePart.Variable(path, filters.ToImmutable(), fallback);
        return null;
    }

    /// <summary>Takes what comes before the next <c>|</c> outside quotes; <paramref name="rest"/> then starts with that <c>|</c>, or is empty.</summary>
    private static ReadOnlySpan<char> NextSegment(ref ReadOnlySpan<char> rest)
    {
        var quote = '\0';
        for (var i = 0; i < rest.Length; i++)
        {
            if (quote != '\0')
            {
                if (rest[i] == quote) quote = '\0';
            }
            else if (rest[i] is '\'' or '"')
            {
                quote = rest[i];
            }
            else if (rest[i] == '|')
            {
                var segment = rest[..i];
                rest = rest[i..];
                return segment;
            }
        }

        var last = rest;
        rest = [];
        return last;
    }

    private static string? WhyNoPath(string path)
    {
        foreach (var root in Roots)
        {
            if (!path.StartsWith(root, StringComparison.Ordinal) || path.Length == root.Length) continue;
            foreach (var character in path)
            {
                if (!char.IsLetterOrDigit(character) && character is not ('.' or '_' or '-'))
                    return $"'{path}' has a '{character}'; a path has letters, digits, '.', '_' and '-'";
            }

            return null;
        }

        return $"'{path}' is no path; start it with player., event., rule. or execution.";
    }

    private static string? WhyNoFilter(ReadOnlySpan<char> segment, out TemplateFilter? filter, out string? fallback)
    {
        fallback = null;
        filter = null;
        var colon = segment.IndexOf(':');
        var name = (colon < 0 ? segment : segment[..colon]).Trim();
        var argument = colon < 0 ? [] : segment[(colon + 1)..].Trim();
        if (name is "fallback") return TryQuoted(argument, out fallback) ? null : "write fallback:'text', the text in quotes";
        if (name is "truncate")
        {
            if (!int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length < 1) return "write truncate:n with a number from 1";
            filter = new TemplateFilter.Truncate(length);
            return null;
        }

        if (colon >= 0) return $"'{name}' takes nothing after a colon, or is no filter; use {KnownFilters}";
        filter = name switch
        {
            "money" => new TemplateFilter.Money(),
            "number" => new TemplateFilter.Number(),
            "date" => new TemplateFilter.Date(),
            "upper" => new TemplateFilter.Upper(),
            "lower" => new TemplateFilter.Lower(),
            _ => null,
        };
        return filter is null ? $"'{name}' is no filter; use {KnownFilters}" : null;
    }

    private static bool TryQuoted(ReadOnlySpan<char> argument, out string? text)
    {
        text = null;
        if (argument.Length < 2 || argument[0] is not ('\'' or '"') || argument[^1] != argument[0]) return false;

        text = argument[1..^1].ToString();
        return !text.Contains(argument[0], StringComparison.Ordinal);
    }
}

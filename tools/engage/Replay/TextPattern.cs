using System.Text;

namespace Engage.Cli.Replay;

/// <summary>Text with columns in braces: <c>bet-{bet_id}</c>. Doubled braces stand for one.</summary>
internal sealed class TextPattern
{
    private readonly List<(string Literal, string? Column)> parts = [];

    private TextPattern()
    {
    }

    /// <exception cref="FormatException">A brace is left open, or names nothing.</exception>
    public static TextPattern Parse(string text)
    {
        var pattern = new TextPattern();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '{' or '}' && i + 1 < text.Length && text[i + 1] == text[i]) literal.Append(text[i++]);
            else if (text[i] == '}') throw new FormatException($"'}}' without '{{' in \"{text}\"; write '}}}}' for the character itself");
            else if (text[i] == '{')
            {
                var end = text.IndexOf('}', i);
                if (end < 0 || end == i + 1) throw new FormatException($"'{{' in \"{text}\" must be followed by a column's name and '}}'; write '{{{{' for the character itself");
                pattern.parts.Add((literal.ToString(), text[(i + 1)..end].Trim()));
                literal.Clear();
                i = end;
            }
            else literal.Append(text[i]);
        }

        pattern.parts.Add((literal.ToString(), null));
        return pattern;
    }

    /// <summary>The columns it names.</summary>
    public IEnumerable<string> Columns => parts.Where(part => part.Column is not null).Select(part => part.Column!);

    /// <summary>The text for one row; empty if it consists of columns that are all empty.</summary>
    public string Of(Row row)
    {
        if (parts is [("", { } only), ("", null)]) return row.Text(only);
        if (parts is [({ } constant, null)]) return constant;
        var text = new StringBuilder();
        var anyValue = false;
        foreach (var (literal, column) in parts)
        {
            text.Append(literal);
            if (column is null) continue;
            anyValue |= row.Has(column);
            text.Append(row.Text(column));
        }

        return anyValue ? text.ToString() : "";
    }
}

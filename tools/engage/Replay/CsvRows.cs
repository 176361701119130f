using System.Text;

namespace Engage.Cli.Replay;

/// <summary>Reads comma-separated values as RFC 4180 has them: quoted fields may hold delimiters, line breaks and doubled quotes. The first row names the columns.</summary>
internal sealed class CsvRows(TextReader reader, char delimiter)
{
    /// <summary>A longer row is an unclosed quote, not data.</summary>
    private const int MaxRowCharacters = 1 << 20;

    private readonly StringBuilder field = new();
    private string[]? columns;
    private long lineNumber;

    /// <summary>The next row; null at the end.</summary>
    /// <exception cref="RowException">The row has another number of fields than the header, or never ends.</exception>
    public Row? Next()
    {
        columns ??= [.. NextFields()?.Select(name => name.Trim()) ?? throw new RowException("the file is empty; its first row must name the columns")];
        var firstLine = lineNumber + 1;
        var fields = NextFields();
        while (fields is [""])
        {
            firstLine = lineNumber + 1;
            fields = NextFields();
        }

        if (fields is null) return null;
        if (fields.Count != columns.Length) throw new RowException($"{fields.Count} fields where the header names {columns.Length}");
        var values = new Dictionary<string, string>(columns.Length, StringComparer.Ordinal);
        for (var i = 0; i < columns.Length; i++) values[columns[i]] = fields[i];
        return new Row(values, firstLine);
    }

    /// <summary>The line that the last row ended on.</summary>
    public long LineNumber => lineNumber;

    private List<string>? NextFields()
    {
        if (reader.Peek() < 0) return null;
        var fields = new List<string>();
        var (quoted, length) = (false, 0);
        field.Clear();
        lineNumber++;
        while (true)
        {
            var next = reader.Read();
            if (++length > MaxRowCharacters) throw new RowException($"longer than {MaxRowCharacters} characters: is a quote left open?");
            if (next < 0)
            {
                if (quoted) throw new RowException("a quote is opened and never closed");
                fields.Add(field.ToString());
                return fields;
            }

            var character = (char)next;
            if (quoted) quoted = !EndsQuote(character);
            else if (character == '"' && field.Length == 0) quoted = true;
            else if (character == delimiter) Take(fields);
            else if (character == '\n')
            {
                Take(fields);
                return fields;
            }
            else if (character != '\r' || reader.Peek() != '\n') field.Append(character);
        }
    }

    /// <summary>Inside quotes: appends, unless this is the quote that closes them.</summary>
    private bool EndsQuote(char character)
    {
        if (character == '"')
        {
            if (reader.Peek() != '"') return true;
            reader.Read();
        }

        if (character == '\n') lineNumber++;
        field.Append(character);
        return false;
    }

    private void Take(List<string> fields)
    {
        fields.Add(field.ToString());
        field.Clear();
    }
}

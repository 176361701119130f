using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Engage.Cli.Output;

/// <summary>Rows under named columns, printed as an aligned table or as JSON lines. Values: text, numbers, decimals, booleans, times, null, and lists of text.</summary>
internal sealed class Report(OutputFormat format, TextWriter output, params string[] columns)
{
    private const int MaxCellWidth = 60;

    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<string[]> rows = [];

    /// <summary>JSON lines are printed at once, so that a command that follows a topic shows each row as it comes; a table waits for <see cref="Finish"/>.</summary>
    public void Add(params object?[] values)
    {
        if (format == OutputFormat.Json) output.WriteLine(JsonLine(values));
        else rows.Add([.. values.Select(Cell)]);
    }

    public void Finish()
    {
        if (format == OutputFormat.Json) return;
        var widths = columns.Select((column, index) => Math.Max(column.Length, rows.Select(row => Math.Min(row[index].Length, MaxCellWidth)).DefaultIfEmpty(0).Max())).ToArray();
        output.WriteLine(Line(columns, widths));
        foreach (var row in rows) output.WriteLine(Line(row, widths));
    }

    /// <summary>Prints the rows gathered so far and forgets them; for following a topic as a table.</summary>
    public void Flush()
    {
        Finish();
        rows.Clear();
    }

    private static string Line(string[] cells, int[] widths)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Length; i++) line.Append(i == cells.Length - 1 ? cells[i] : cells[i].PadRight(widths[i] + 2));
        return line.ToString().TrimEnd();
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "yes" : "no",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
        IEnumerable<string> list => string.Join(' ', list),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private string JsonLine(object?[] values)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonOptions))
        {
            json.WriteStartObject();
            for (var i = 0; i < columns.Length; i++)
            {
                json.WritePropertyName(columns[i]);
                WriteJson(json, values[i]);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteJson(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case decimal money: json.WriteRawValue(money.ToString(CultureInfo.InvariantCulture)); break;
            case double number: json.WriteNumberValue(number); break;
            case string text: json.WriteStringValue(text); break;
            case IEnumerable<string> list:
                json.WriteStartArray();
                foreach (var item in list) json.WriteStringValue(item);
                json.WriteEndArray();
                break;
            default: json.WriteStringValue(Cell(value)); break;
        }
    }
}

using System.Text.Json;

namespace Engage.Cli.Replay;

/// <summary>Reads one JSON object a line; nested objects become columns with dots (<c>bet.amount</c>), null is nothing, numbers keep their text.</summary>
internal sealed class JsonLinesRows(TextReader reader)
{
    private const int MaxDepth = 16;

    public long LineNumber { get; private set; }

    /// <summary>The next row; null at the end. Empty lines are passed over.</summary>
    /// <exception cref="RowException">The line is not a JSON object.</exception>
    public Row? Next()
    {
        while (reader.ReadLine() is { } line)
        {
            LineNumber++;
            if (!string.IsNullOrWhiteSpace(line)) return Parse(line);
        }

        return null;
    }

    private Row Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new RowException("not a JSON object");
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            Flatten("", document.RootElement, values);
            return new Row(values, LineNumber);
        }
        catch (JsonException error)
        {
            throw new RowException($"not JSON: {error.Message}");
        }
    }

    private static void Flatten(string path, JsonElement element, Dictionary<string, string> values)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            values[path] = element.ValueKind switch
            {
                JsonValueKind.String => element.GetString()!,
                JsonValueKind.Null => "",
                _ => element.GetRawText(),
            };
            return;
        }

        foreach (var member in element.EnumerateObject()) Flatten(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value, values);
    }
}

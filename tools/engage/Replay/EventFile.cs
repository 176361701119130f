using System.IO.Compression;
using Engage.Contracts;

namespace Engage.Cli.Replay;

/// <summary>Reads a file through a mapping, row by row; may be read several times.</summary>
internal sealed class EventFile(string path, EventMapping mapping)
{
    /// <summary>What came of a row.</summary>
    public readonly record struct Item(PlayerEvent? Event, RowError? Error);

    public IEnumerable<Item> Items()
    {
        using var stream = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using var reader = new StreamReader(content);
        var mapper = new RowMapper(mapping);
        var (next, line) = Rows(reader);
        while (true)
        {
            Row? row;
            List<PlayerEvent> events = [];
            RowError? error = null;
            try
            {
                row = next();
                if (row is null) yield break;
                events.AddRange(mapper.Events(row));
            }
            catch (RowException wrong)
            {
                error = new RowError(line(), wrong.Message);
            }

            if (error is not null) yield return new Item(null, error);
            else foreach (var mapped in events) yield return new Item(mapped, null);
        }
    }

    private (Func<Row?> Next, Func<long> Line) Rows(TextReader reader)
    {
        if (mapping.Format == RowFormat.JsonLines)
        {
            var lines = new JsonLinesRows(reader);
            return (lines.Next, () => lines.LineNumber);
        }

        var rows = new CsvRows(reader, mapping.Delimiter);
        return (rows.Next, () => rows.LineNumber);
    }
}

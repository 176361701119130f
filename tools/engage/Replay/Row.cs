namespace Engage.Cli.Replay;

/// <summary>One row of an input file: its values by column, as text. An absent column and an empty one are the same: nothing.</summary>
internal sealed class Row(IReadOnlyDictionary<string, string> values, long lineNumber)
{
    /// <summary>Where it begins in the file, from 1.</summary>
    public long LineNumber { get; } = lineNumber;

    public string Text(string column) => values.GetValueOrDefault(column, "");

    public bool Has(string column) => Text(column).Length > 0;
}

using System.CommandLine;
using System.CommandLine.Parsing;

namespace Engage.Cli.Output;

/// <summary><c>--output table|json</c>, on every reading command.</summary>
internal static class OutputOption
{
    public static readonly Option<OutputFormat> Format = new("--output")
    {
        Description = "table, or json: one object a line",
        Recursive = true,
        DefaultValueFactory = _ => OutputFormat.Table,
    };

    public static Report Report(ParseResult result, params string[] columns) => new(result.GetValue(Format), Console.Out, columns);
}

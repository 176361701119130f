namespace Engage.Cli.Output;

/// <summary>How reading commands print.</summary>
internal enum OutputFormat
{
    /// <summary>Aligned columns for people.</summary>
    Table,

    /// <summary>One JSON object a line.</summary>
    Json,
}

namespace Engage.Cli.Replay;

/// <summary>A row that cannot become an event: the line it begins on, and why.</summary>
internal readonly record struct RowError(long LineNumber, string Reason);

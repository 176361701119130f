namespace Engage.Cli.Replay;

/// <summary>The row at hand is wrong; the reader goes on with the next one. The message says what and how to mend it.</summary>
internal sealed class RowException(string reason) : Exception(reason);

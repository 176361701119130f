namespace Engage.Topics;

/// <summary>An apply that waits for its time (semantics 0b). It decides nothing until then.</summary>
/// <param name="ApplyAtMicros">Microseconds since the Unix epoch.</param>
/// <param name="Body">A JSON array of definitions, canonical.</param>
/// <param name="IsConfirmed">True where whoever applied it has agreed that players lose progress.</param>
public sealed record PendingApply(string Id, long ApplyAtMicros, string Body, bool IsConfirmed);

namespace Engage.Rules.Time;

/// <summary>An instant of a recurrence.</summary>
/// <param name="Micros">Microseconds since the Unix epoch.</param>
/// <param name="IsWallClock">True where a wall-clock time asked for it; false for elapsed time and single instants.</param>
/// <param name="WasInGap">True where that wall-clock time did not exist.</param>
internal readonly record struct DueTime(long Micros, bool IsWallClock, bool WasInGap);

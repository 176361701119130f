using NodaTime;

namespace Engage.Rules.Time;

/// <summary>One instant at which a schedule is due.</summary>
/// <param name="DueMicros">Microseconds since the Unix epoch.</param>
/// <param name="Local">The wall clock of the schedule's zone at that instant.</param>
/// <param name="Offset">The zone's offset from UTC at that instant.</param>
/// <param name="Note">What daylight saving did to it.</param>
public readonly record struct Occurrence(long DueMicros, LocalDateTime Local, Offset Offset, OccurrenceNote Note);

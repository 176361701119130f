using NodaTime;

namespace Engage.Rules.Time;

/// <summary>The wall-clock times of a recurrence: which dates, and which times on each of them.</summary>
internal interface IDayTimes
{
    bool IsOnDate(LocalDate date);

    /// <summary>The first time at or after the one given, in microseconds of the day; −1 if there is none left.</summary>
    /// <param name="microsOfDay">0 to one day.</param>
    long NextTime(long microsOfDay);

    /// <summary>True where the times elapse with the clock: twice in an overlap, none in a gap.</summary>
    bool RepeatsInOverlap { get; }
}

namespace Engage.Rules.Time;

/// <summary><c>every</c>: the start, and then each period of elapsed time after it.</summary>
internal sealed class ElapsedCalendar(long startMicros, long periodMicros) : IRecurrenceCalendar
{
    public DueTime? NextAfter(long afterMicros)
    {
        if (afterMicros < startMicros) return new DueTime(startMicros, IsWallClock: false, WasInGap: false);

        var periods = ((afterMicros - startMicros) / periodMicros) + 1;
        return new DueTime(checked(startMicros + (periods * periodMicros)), IsWallClock: false, WasInGap: false);
    }
}

/// <summary>One instant: <c>once_at</c> and <c>now</c>.</summary>
internal sealed class SingleCalendar(long dueMicros) : IRecurrenceCalendar
{
    public DueTime? NextAfter(long afterMicros) =>
        afterMicros < dueMicros ? new DueTime(dueMicros, IsWallClock: false, WasInGap: false) : null;
}

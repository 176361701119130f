using NodaTime;
using NodaTime.TimeZones;

namespace Engage.Rules.Time;

/// <summary>Recurrences that a clock on the wall tells: days at a time, and cron.</summary>
internal sealed class WallClockCalendar(IDayTimes times, DateTimeZone zone) : IRecurrenceCalendar
{
    /// <summary>Nine years: beyond the eight between two 29ths of February around a century.</summary>
    private const int MaxDaysAhead = 9 * 366;

    public DueTime? NextAfter(long afterMicros) => times.RepeatsInOverlap ? NextElapsing(afterMicros) : NextFixed(afterMicros);

    /// <summary>Fixed times: each wall-clock time is due once, in an overlap the first time, in a gap at its end.</summary>
    private DueTime? NextFixed(long afterMicros)
    {
        // Local to UTC never runs backwards under that rule, so the search can start at the wall clock of the instant itself.
        var local = ZonedTime.ToInstant(afterMicros).InZone(zone).LocalDateTime;
        var found = NextLocal(local);
        while (found is { } next)
        {
            var mapping = zone.MapLocal(next);
            var due = ZonedTime.ToMicros(mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant());
            if (due > afterMicros) return new DueTime(due, IsWallClock: true, WasInGap: mapping.Count == 0);
            found = NextLocal(next.PlusTicks(10));
        }

        return null;
    }

    /// <summary>Wildcards and steps: within each stretch of one offset the wall clock is followed as it runs.</summary>
    private DueTime? NextElapsing(long afterMicros)
    {
        var from = ZonedTime.ToInstant(afterMicros + 1);
        var limit = from + Duration.FromDays(MaxDaysAhead);
        while (from < limit)
        {
            ZoneInterval stretch = zone.GetZoneInterval(from);
            var local = NextLocal(from.WithOffset(stretch.WallOffset).LocalDateTime);
            if (local is { } next && next.WithOffset(stretch.WallOffset).ToInstant() is var due && (!stretch.HasEnd || due < stretch.End))
                return new DueTime(ZonedTime.ToMicros(due), IsWallClock: true, WasInGap: false);
            if (local is null || !stretch.HasEnd) return null;
            from = stretch.End;
        }

        return null;
    }

    /// <summary>The first matching wall-clock time at or after the one given, whether or not it exists in the zone.</summary>
    private LocalDateTime? NextLocal(LocalDateTime from)
    {
        var date = from.Date;
        var micros = (from.TimeOfDay.TickOfDay + 9) / 10;
        for (var days = 0; days < MaxDaysAhead; days++)
        {
            if (times.IsOnDate(date) && times.NextTime(micros) is >= 0 and var found) return date.At(LocalTime.FromTicksSinceMidnight(found * 10));
            date = date.PlusDays(1);
            micros = 0;
        }

        return null;
    }
}

using System.Diagnostics;
using Engage.Rules.Definitions;
using NodaTime;

namespace Engage.Rules.Time;

/// <summary>The instants at which a schedule is due (semantics 29, 30). Immutable and thread-safe; a function of the schedule and the bundled zone rules.</summary>
public sealed class ScheduleCalendar
{
    private readonly ActivityPeriod period;
    private readonly IRecurrenceCalendar recurrence;
    private readonly DateTimeZone zone;

    /// <param name="schedule">A valid schedule.</param>
    /// <param name="inForceMicros">When the rule's marker came into force: the one instant at which <c>now: true</c> is due.</param>
    /// <exception cref="ArgumentException">The zone or the cron expression is unknown; definitions are checked for that before they are applied.</exception>
    public ScheduleCalendar(Schedule schedule, long inForceMicros)
    {
        zone = ZonedTime.Zone(schedule.TimeZone);
        period = ActivityPeriod.Of(schedule);
        recurrence = schedule.Recurrence switch
        {
            DailyAt daily => new WallClockCalendar(new WeekDayTimes(WeekDays.All, daily.At), zone),
            Weekly weekly => new WallClockCalendar(new WeekDayTimes(weekly.OnDays, weekly.At), zone),
            Monthly monthly => new WallClockCalendar(new MonthDayTimes(monthly.OnDays, monthly.OnLastDay, monthly.At), zone),
            Cron cron => OfCron(cron.Expression, zone),
            EveryElapsed every => new ElapsedCalendar(period.FromMicros, every.PeriodMicros),
            OnceAt once => new SingleCalendar(ZonedTime.StartMicros(once.At, zone)),
            RunNow => new SingleCalendar(inForceMicros),
            _ => throw new UnreachableException($"Nothing computes the calendar of {schedule.Recurrence}."),
        };
    }

    /// <summary>The first occurrence after an instant, itself excluded; null if there is none, which for a recurring schedule means after its end.</summary>
    public Occurrence? NextAfter(long afterMicros)
    {
        var after = period.FromMicros == long.MinValue ? afterMicros : Math.Max(afterMicros, period.FromMicros - 1);
        while (recurrence.NextAfter(after) is { } due && due.Micros < period.UntilMicros)
        {
            if (period.IsOnDay(due.Micros)) return Describe(due);
            after = period.NextAllowedDay(due.Micros) - 1;
        }

        return null;
    }

    /// <summary>Occurrences from <paramref name="fromMicros"/> (inclusive) to <paramref name="toMicros"/> (exclusive), at most <paramref name="count"/>.</summary>
    public IEnumerable<Occurrence> Preview(long fromMicros, long toMicros, int count)
    {
        var after = fromMicros - 1;
        for (var i = 0; i < count && NextAfter(after) is { } next && next.DueMicros < toMicros; i++)
        {
            yield return next;
            after = next.DueMicros;
        }
    }

    private static WallClockCalendar OfCron(string expression, DateTimeZone zone) => CronExpression.TryParse(expression, out var cron, out var mistake)
        ? new WallClockCalendar(new CronTimes(cron!), zone)
        : throw new ArgumentException(mistake, nameof(expression));

    private Occurrence Describe(in DueTime due)
    {
        var zoned = ZonedTime.ToInstant(due.Micros).InZone(zone);
        var mapping = due.WasInGap ? null : zone.MapLocal(zoned.LocalDateTime);
        var note = due.WasInGap ? OccurrenceNote.MovedOutOfGap
            : mapping!.Count < 2 || !due.IsWallClock ? OccurrenceNote.None
            : mapping.First().Offset == zoned.Offset ? OccurrenceNote.FirstOfOverlap
            : OccurrenceNote.SecondOfOverlap;
        return new Occurrence(due.Micros, zoned.LocalDateTime, zoned.Offset, note);
    }
}

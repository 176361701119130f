using System.Collections.Immutable;
using Engage.Rules.Definitions;
using NodaTime;

namespace Engage.Rules.Time;

/// <summary>Days of the week at one time; <c>daily_at</c> is all of them.</summary>
internal sealed class WeekDayTimes(WeekDays days, LocalTime at) : IDayTimes
{
    private readonly long atMicros = at.TickOfDay / 10;

    public bool RepeatsInOverlap => false;

    public bool IsOnDate(LocalDate date) => days.Contains(date.DayOfWeek);

    public long NextTime(long microsOfDay) => microsOfDay <= atMicros ? atMicros : -1;
}

/// <summary>Days of the month at one time; a day that a month lacks is skipped.</summary>
internal sealed class MonthDayTimes(ImmutableArray<int> days, bool onLastDay, LocalTime at) : IDayTimes
{
    private readonly long atMicros = at.TickOfDay / 10;

    public bool RepeatsInOverlap => false;

    public bool IsOnDate(LocalDate date) =>
        days.Contains(date.Day) || (onLastDay && date.Day == date.Calendar.GetDaysInMonth(date.Year, date.Month));

    public long NextTime(long microsOfDay) => microsOfDay <= atMicros ? atMicros : -1;
}

/// <summary>The times of a cron expression.</summary>
internal sealed class CronTimes(CronExpression cron) : IDayTimes
{
    private const long MicrosPerSecond = 1_000_000;

    public bool RepeatsInOverlap => cron.RepeatsInOverlap;

    public bool IsOnDate(LocalDate date) => cron.IsOnDate(date);

    public long NextTime(long microsOfDay)
    {
        var second = (int)((microsOfDay + MicrosPerSecond - 1) / MicrosPerSecond);
        var next = second >= 86_400 ? -1 : cron.NextSecondOfDay(second);
        return next < 0 ? -1 : next * MicrosPerSecond;
    }
}

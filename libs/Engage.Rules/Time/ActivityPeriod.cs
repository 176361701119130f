using Engage.Rules.Definitions;
using NodaTime;

namespace Engage.Rules.Time;

/// <summary>When a rule is alive, prepared for judging: <c>[from, until)</c> on some days of the week of one zone (semantics 23). Immutable.</summary>
public sealed class ActivityPeriod
{
    private readonly DateTimeZone zone;
    private readonly WeekDays days;

    private ActivityPeriod(DefinitionTime? from, DefinitionTime? until, WeekDays days, string timeZone)
    {
        zone = ZonedTime.Zone(timeZone);
        this.days = days;
        FromMicros = from is { } start ? ZonedTime.StartMicros(start, zone) : long.MinValue;
        UntilMicros = until is { } end ? ZonedTime.EndMicros(end, zone) : long.MaxValue;
    }

    /// <summary>No start, no end, every day.</summary>
    public static ActivityPeriod Always { get; } = new(null, null, WeekDays.All, "UTC");

    /// <summary>The first instant inside; <see cref="long.MinValue"/> without a start.</summary>
    public long FromMicros { get; }

    /// <summary>The first instant after; <see cref="long.MaxValue"/> without an end.</summary>
    public long UntilMicros { get; }

    public static ActivityPeriod Of(ActivePeriod? period) =>
        period is null ? Always : new ActivityPeriod(period.From, period.Until, period.Days, period.TimeZone);

    /// <summary>The period within which a schedule is due.</summary>
    public static ActivityPeriod Of(Schedule schedule) => new(schedule.From, schedule.Until, schedule.Days, schedule.TimeZone);

    /// <summary>True where the rule is alive at this judge time. Allocates nothing.</summary>
    public bool Contains(long judgedAtMicros) =>
        FromMicros <= judgedAtMicros && judgedAtMicros < UntilMicros && IsOnDay(judgedAtMicros);

    /// <summary>The first instant at or after <paramref name="micros"/> that falls on one of the days, whatever start and end.</summary>
    internal long NextAllowedDay(long micros)
    {
        while (!IsOnDay(micros))
        {
            var tomorrow = ZonedTime.ToInstant(micros).InZone(zone).Date.PlusDays(1);
            micros = ZonedTime.ToMicros(zone.AtStartOfDay(tomorrow).ToInstant());
        }

        return micros;
    }

    internal bool IsOnDay(long micros) => days == WeekDays.All || days.Contains(ZonedTime.DayOfWeek(micros, zone));
}

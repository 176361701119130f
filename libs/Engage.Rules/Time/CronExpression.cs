using NodaTime;

namespace Engage.Rules.Time;

/// <summary>A cron expression of 5 fields, or of 6 with seconds first (semantics 30). Immutable.</summary>
/// <remarks>
/// Fields: second, minute, hour, day of month, month, day of week (0 to 7, Sunday being 0 and 7); names of months and days in three letters.
/// Both day fields restricted, that is other than <c>*</c>: either matches. A wildcard or step in hour or minute makes the expression elapse with the
/// clock: it runs in both passes of an overlap and has no run in a gap; fixed times run once, in a gap at the next valid instant.
/// </remarks>
public sealed class CronExpression
{
    private static readonly string[] MonthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly CronField seconds;
    private readonly CronField minutes;
    private readonly CronField hours;
    private readonly CronField daysOfMonth;
    private readonly CronField months;
    private readonly CronField daysOfWeek;

    private CronExpression(string text, CronField[] fields)
    {
        Text = text;
        (seconds, minutes, hours, daysOfMonth, months) = (fields[0], fields[1], fields[2], fields[3], fields[4]);
        daysOfWeek = fields[5];
        RepeatsInOverlap = minutes.IsWildcard || minutes.HasStep || hours.IsWildcard || hours.HasStep;
    }

    public string Text { get; }

    /// <summary>True where hour or minute is a wildcard or has a step.</summary>
    public bool RepeatsInOverlap { get; }

    /// <param name="text">The expression.</param>
    /// <param name="expression">Null where the text is no expression.</param>
    /// <param name="mistake">What is wrong and what to write instead; empty if nothing is.</param>
    public static bool TryParse(string text, out CronExpression? expression, out string mistake)
    {
        ArgumentNullException.ThrowIfNull(text);
        expression = null;
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (5 or 6))
        {
            mistake = $"'{text}' has {parts.Length} fields: write 5 (minute hour day month weekday), or 6 with seconds first";
            return false;
        }

        if (parts.Length == 5) parts = ["0", .. parts];
        var fields = new CronField[6];
        mistake = CronField.Parse(parts[0], "second", 0, 59, [], out fields[0])
            ?? CronField.Parse(parts[1], "minute", 0, 59, [], out fields[1])
            ?? CronField.Parse(parts[2], "hour", 0, 23, [], out fields[2])
            ?? CronField.Parse(parts[3], "day of month", 1, 31, [], out fields[3])
            ?? CronField.Parse(parts[4], "month", 1, 12, MonthNames, out fields[4])
            ?? CronField.Parse(parts[5], "day of week", 0, 7, DayNames, out fields[5])
            ?? string.Empty;
        if (mistake.Length > 0) return false;

        expression = new CronExpression(text, fields);
        if (expression.HasSomeDay()) return true;

        mistake = $"'{text}' names no day that exists: no month in it has that day";
        expression = null;
        return false;
    }

    /// <summary>True where the date matches month and day fields.</summary>
    public bool IsOnDate(LocalDate date)
    {
        if (!months.Contains(date.Month)) return false;

        var onDay = daysOfMonth.Contains(date.Day);
        var onWeekDay = IsOnWeekDay(date.DayOfWeek);
        return !daysOfMonth.IsWildcard && !daysOfWeek.IsWildcard ? onDay || onWeekDay : onDay && onWeekDay;
    }

    /// <summary>The first matching second of a day at or after the one given; −1 if the day has none left.</summary>
    /// <param name="secondOfDay">0 to 86,400.</param>
    internal int NextSecondOfDay(int secondOfDay)
    {
        var (hour, minute, second) = (secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60);
        var nextHour = hours.NextAtOrAfter(hour);
        if (nextHour < 0) return -1;
        if (nextHour > hour) return At(nextHour, minutes.NextAtOrAfter(0), seconds.NextAtOrAfter(0));

        var nextMinute = minutes.NextAtOrAfter(minute);
        if (nextMinute == minute && seconds.NextAtOrAfter(second) is >= 0 and var sameMinute) return At(hour, minute, sameMinute);
        if (nextMinute == minute) nextMinute = minutes.NextAtOrAfter(minute + 1);
        if (nextMinute >= 0) return At(hour, nextMinute, seconds.NextAtOrAfter(0));

        nextHour = hours.NextAtOrAfter(hour + 1);
        return nextHour < 0 ? -1 : At(nextHour, minutes.NextAtOrAfter(0), seconds.NextAtOrAfter(0));
    }

    private static int At(int hour, int minute, int second) => (hour * 3600) + (minute * 60) + second;

    private bool IsOnWeekDay(IsoDayOfWeek day) =>
        day == IsoDayOfWeek.Sunday ? daysOfWeek.Contains(0) || daysOfWeek.Contains(7) : daysOfWeek.Contains((int)day);

    private bool HasSomeDay()
    {
        // Days of the week recur in every month, and a leap year has every day that any year has.
        if (!daysOfWeek.IsWildcard && !daysOfMonth.IsWildcard) return true;
        for (var month = 1; month <= 12; month++)
        {
            if (months.Contains(month) && daysOfMonth.NextAtOrAfter(1) <= CalendarSystem.Iso.GetDaysInMonth(2024, month)) return true;
        }

        return false;
    }
}

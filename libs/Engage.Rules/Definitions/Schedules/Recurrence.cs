using System.Collections.Immutable;
using NodaTime;

namespace Engage.Rules.Definitions;

/// <summary>How often a schedule is due: a closed hierarchy, one case per key of <c>schedule</c>.</summary>
public abstract record Recurrence
{
    private protected Recurrence()
    {
    }
}

/// <summary><c>daily_at</c>: once a day at a local time.</summary>
public sealed record DailyAt(LocalTime At) : Recurrence;

/// <summary><c>weekly</c>: on some days of the week at a local time.</summary>
public sealed record Weekly(WeekDays OnDays, LocalTime At) : Recurrence;

/// <summary><c>monthly</c>: on some days of the month at a local time; a day that a month lacks is skipped.</summary>
/// <param name="OnDays">1 to 31, ascending, without repeats; may be empty where <paramref name="OnLastDay"/> is set.</param>
/// <param name="OnLastDay"><c>last</c> among the days: the month's last day, once even where it is also named by its number.</param>
public sealed record Monthly(ImmutableArray<int> OnDays, bool OnLastDay, LocalTime At) : Recurrence;

/// <summary><c>cron</c>: 5 fields, or 6 with seconds first.</summary>
public sealed record Cron(string Expression) : Recurrence;

/// <summary><c>every</c>: elapsed time counted from the schedule's <c>from</c>.</summary>
/// <param name="PeriodMicros">Above 0.</param>
public sealed record EveryElapsed(long PeriodMicros) : Recurrence;

/// <summary><c>once_at</c>: one run; the rule is archived after it.</summary>
public sealed record OnceAt(DefinitionTime At) : Recurrence;

/// <summary><c>now: true</c>: one run at the rule's marker; the rule is archived after it.</summary>
public sealed record RunNow : Recurrence;

namespace Engage.Rules.Time;

/// <summary>Decides which occurrence of a schedule starts a run, and which were missed (semantics 34). Pure.</summary>
public static class PlanRuns
{
    /// <summary>More missed occurrences than these are not enumerated; the record says "at least".</summary>
    public const int MaxMissed = 10_000;

    /// <summary>A run that starts no later than this after its time is on time.</summary>
    public const long OnTimeMicros = 5_000_000;

    /// <param name="calendar">The schedule of the version in force.</param>
    /// <param name="handledUpToMicros">The latest occurrence already started, skipped or recorded.</param>
    /// <param name="nowMicros">The wall clock.</param>
    /// <param name="catchUpMicros">How late a run may still start.</param>
    /// <param name="going">Whether an earlier run of the rule has not ended.</param>
    public static DueRuns Plan(ScheduleCalendar calendar, long handledUpToMicros, long nowMicros, long catchUpMicros, EarlierRun going)
    {
        var (missed, firstMissed, lastMissed) = (0, 0L, 0L);
        long? latest = null;
        var after = handledUpToMicros;
        while (calendar.NextAfter(after) is { } next && next.DueMicros <= nowMicros)
        {
            if (latest is { } passed) Miss(passed);
            latest = after = next.DueMicros;

            // So many were missed that only those young enough to be caught up still matter.
            if (missed >= MaxMissed) after = Math.Max(after, nowMicros - catchUpMicros - 1);
        }

        if (latest is not { } due) return default;

        var lateBy = nowMicros - due;
        if (lateBy > Math.Max(catchUpMicros, OnTimeMicros))
        {
            Miss(due);
            return new DueRuns(missed, firstMissed, lastMissed, null, RunStart.None);
        }

        var start = going == EarlierRun.StillGoing ? RunStart.SkipOverlap : lateBy > OnTimeMicros ? RunStart.CatchUp : RunStart.Start;
        return new DueRuns(missed, firstMissed, lastMissed, due, start);

        void Miss(long micros)
        {
            if (missed == 0) firstMissed = micros;
            lastMissed = micros;
            missed = Math.Min(missed + 1, MaxMissed);
        }
    }
}

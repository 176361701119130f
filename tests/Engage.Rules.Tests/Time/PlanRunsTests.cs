using Engage.Rules.Definitions;
using Engage.Rules.Time;
using NodaTime;
using static Engage.Rules.Tests.Time.ActivityPeriodTests;

namespace Engage.Rules.Tests.Time;

public sealed class PlanRunsTests
{
    private const long Hour = 3_600_000_000;

    private static readonly ScheduleCalendar EveryTenMinutes =
        new(new Schedule { Recurrence = new EveryElapsed(Hour / 6), From = At("2026-12-01T00:00:00") }, 0);

    private static readonly ScheduleCalendar DailyAtNine = new(new Schedule { Recurrence = new DailyAt(new LocalTime(9, 0)) }, 0);

    [Fact]
    public void Nothing_happens_before_an_occurrence_and_it_starts_in_time()
    {
        Assert.Equal(default, Plan(DailyAtNine, "2026-12-01T09:00:00Z", "2026-12-02T08:59:59Z"));

        var plan = Plan(DailyAtNine, "2026-12-01T09:00:00Z", "2026-12-02T09:00:00.1Z");
        Assert.Equal((RunStart.Start, Utc("2026-12-02T09:00:00Z"), 0), (plan.Start, plan.DueMicros, plan.MissedCount));
    }

    [Fact]
    public void Rule_34_a_run_still_going_makes_the_next_one_skipped()
    {
        var plan = Plan(DailyAtNine, "2026-12-01T09:00:00Z", "2026-12-02T09:00:00Z", EarlierRun.StillGoing);

        Assert.Equal((RunStart.SkipOverlap, Utc("2026-12-02T09:00:00Z")), (plan.Start, plan.DueMicros));
    }

    [Theory]
    [InlineData("2026-12-02T10:00:00Z", RunStart.CatchUp)]
    [InlineData("2026-12-02T10:00:00.000001Z", RunStart.None)]
    public void Rule_34_due_while_down_is_caught_up_within_the_window_else_missed(string now, RunStart start)
    {
        var plan = Plan(DailyAtNine, "2026-12-01T09:00:00Z", now);

        Assert.Equal(start, plan.Start);
        Assert.Equal(start == RunStart.None ? 1 : 0, plan.MissedCount);
        Assert.Equal(Utc("2026-12-02T09:00:00Z"), plan.HandledUpTo(0));
    }

    [Fact]
    public void Rule_34_several_due_while_down_are_caught_up_once()
    {
        var plan = Plan(EveryTenMinutes, "2026-12-01T09:00:00Z", "2026-12-01T09:45:00Z");

        Assert.Equal((RunStart.CatchUp, Utc("2026-12-01T09:40:00Z")), (plan.Start, plan.DueMicros));
        Assert.Equal((3, Utc("2026-12-01T09:10:00Z"), Utc("2026-12-01T09:30:00Z")), (plan.MissedCount, plan.FirstMissedMicros, plan.LastMissedMicros));
    }

    [Fact]
    public void A_long_outage_of_a_frequent_schedule_is_enumerated_only_so_far()
    {
        var plan = Plan(EveryTenMinutes, "2026-12-01T09:00:00Z", "2099-12-01T09:00:00Z");

        Assert.Equal((PlanRuns.MaxMissed, Utc("2099-12-01T09:00:00Z")), (plan.MissedCount, plan.DueMicros));
    }

    private static DueRuns Plan(ScheduleCalendar calendar, string handledUpTo, string now, EarlierRun going = EarlierRun.Ended) =>
        PlanRuns.Plan(calendar, Utc(handledUpTo), Utc(now), Schedule.DefaultCatchUpMicros, going);
}

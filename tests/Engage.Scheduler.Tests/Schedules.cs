using Engage.Streams.Testing;

namespace Engage.Scheduler.Tests;

public sealed class Schedules
{
    [Fact]
    public void Rule_30_daily_09_00_in_stockholm_follows_the_wall_clock_over_the_end_of_summer_time()
    {
        using var scheduler = new SchedulerScenario("2026-10-24T00:00:00Z").Rule("""
            "daily_at":"09:00","time_zone":"Europe/Stockholm"
            """);

        Assert.Empty(scheduler.AdvanceTo("2026-10-24T06:59:59Z").Runs());
        Assert.Equal(["2026-10-24T07:00:00Z"], scheduler.AdvanceTo("2026-10-24T07:00:00Z").Runs());
        Finish(scheduler, "r/2026-10-24T07:00:00Z");
        Assert.Equal(["2026-10-25T08:00:00Z"], scheduler.AdvanceTo("2026-10-25T08:00:00Z").Runs());
        Finish(scheduler, "r/2026-10-25T08:00:00Z");
        Assert.Equal(["2026-10-26T08:00:00Z"], scheduler.AdvanceTo("2026-10-26T08:00:00Z").Runs());
    }

    [Theory]
    [InlineData("2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T23:00:00Z")] // The overlap: once, at its first occurrence.
    [InlineData("2027-03-28T00:00:00Z", "2027-03-28T01:00:00Z", "2027-03-28T22:00:00Z")] // The gap: at the next valid instant.
    public void Rule_30_daily_02_30_runs_once_in_the_overlap_and_in_the_gap(string midnight, string due, string evening)
    {
        using var scheduler = new SchedulerScenario(midnight).Rule("""
            "daily_at":"02:30","time_zone":"Europe/Stockholm"
            """);

        Assert.Equal([due], scheduler.AdvanceTo(due).Runs());
        Finish(scheduler, $"r/{due}");
        Assert.Empty(scheduler.AdvanceTo(evening).Runs());
    }

    [Fact]
    public void Rule_30_every_30m_runs_on_elapsed_time()
    {
        using var scheduler = new SchedulerScenario("2026-10-25T00:00:00Z").Rule("""
            "every":"30m","from":"2026-10-25T02:30+02:00","time_zone":"Europe/Stockholm"
            """);
        foreach (var due in new[] { "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z" })
        {
            Assert.Equal([due], scheduler.AdvanceTo(due).Runs());
            Finish(scheduler, $"r/{due}");
        }
    }

    [Fact]
    public void Rule_32_the_marker_of_a_run_stands_in_every_partition_of_player_events()
    {
        using var scheduler = new SchedulerScenario("2026-12-01T08:00:00Z", partitions: 4).Rule("""
            "daily_at":"09:00"
            """);

        var markers = scheduler.AdvanceTo("2026-12-01T09:00:00Z").Events().Where(record => record.Value!.Type == "engage.run").ToList();

        Assert.Equal([0, 1, 2, 3], markers.Select(marker => marker.Partition).Order());
        Assert.All(markers, marker => Assert.Equal("r/2026-12-01T09:00:00Z", marker.Value!.EventId));
    }

    [Fact]
    public void Rule_32_the_run_starts_when_every_partition_has_named_its_end_and_reaches_each_member_once()
    {
        using var scheduler = new SchedulerScenario("2026-12-01T08:00:00Z", partitions: 2).Rule("""
            "daily_at":"09:00"
            """).AdvanceTo("2026-12-01T09:00:00Z");
        const string run = "r/2026-12-01T09:00:00Z";
        scheduler.Events();

        scheduler.Audience(run, members: 3, partitions: 1);
        Assert.Empty(scheduler.Reached()); // One partition has still to answer.
        scheduler.Audience(run, members: 0, partitions: 1).Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["player-0000", "player-0001", "player-0002"], scheduler.Reached().Select(member => member.Player).Order());
        Assert.Equal(["collecting", "running", "finished"], scheduler.Reports());
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Rule_32_killed_and_restarted_mid_run_each_member_is_reached_exactly_once(bool elsewhere)
    {
        using var scheduler = new SchedulerScenario("2026-12-01T08:00:00Z").Rule("""
            "daily_at":"09:00"
            """, ""","speed":60""").AdvanceTo("2026-12-01T09:00:00Z").Audience("r/2026-12-01T09:00:00Z", members: 10);
        scheduler.Advance(TimeSpan.FromSeconds(4.5), inSteps: true);

        if (elsewhere) scheduler.Driver.CrashAndRestartElsewhere();
        else scheduler.Driver.CrashAndRestart();
        scheduler.Driver.FailNextCommit(CommitFault.AnswerLost);
        scheduler.Advance(TimeSpan.FromSeconds(10), inSteps: true);

        Assert.Equal(Enumerable.Range(0, 10).Select(number => $"player-{number:D4}"), scheduler.Reached().Select(member => member.Player));
    }

    [Fact]
    public void Rule_32_a_member_of_a_run_that_has_ended_is_not_reached()
    {
        using var scheduler = new SchedulerScenario("2026-12-01T08:00:00Z").Rule("""
            "daily_at":"09:00"
            """).AdvanceTo("2026-12-01T09:00:00Z").Audience("r/2026-12-01T09:00:00Z", members: 1).Advance(TimeSpan.FromSeconds(1));
        scheduler.Reached();

        Assert.Empty(scheduler.Member("r/2026-12-01T09:00:00Z", "late").Advance(TimeSpan.FromSeconds(1)).Reached());
    }

    [Fact]
    public void Rule_33_at_90_a_minute_the_kth_member_is_planned_at_k_times_666_67_ms_and_written_within_250_ms()
    {
        using var scheduler = Running(speed: 90, members: 30);

        var reached = scheduler.Advance(TimeSpan.FromSeconds(25), inSteps: true).Reached();

        Assert.Equal(30, reached.Count);
        var start = reached[0].PlannedMicros;
        Assert.All(reached.Select((member, k) => (member, k)), entry => Assert.Equal(start + (((entry.k * 60_000_000L) + 89) / 90), entry.member.PlannedMicros));
        Assert.All(reached, member => Assert.InRange(member.WrittenMicros - member.PlannedMicros, 0, 250_000));
    }

    [Fact]
    public void Rule_33_after_a_pause_and_a_restart_the_plan_moves_on_without_a_burst()
    {
        using var scheduler = Running(speed: 60, members: 200);
        scheduler.Advance(TimeSpan.FromSeconds(5), inSteps: true);

        scheduler.DownUntil("2026-12-01T09:02:05Z");
        scheduler.Advance(TimeSpan.FromSeconds(90), inSteps: true);

        var planned = scheduler.Reached().Select(member => member.PlannedMicros).ToList();
        Assert.InRange(planned.Count, 90, 100); // About one a second of the time that it ran.
        for (var i = 60; i < planned.Count; i++) Assert.True(planned[i] - planned[i - 60] >= 60_000_000, $"61 members in a minute from number {i - 60} on");
    }

    [Fact]
    public void Rule_33_another_speed_is_in_effect_within_a_second()
    {
        using var scheduler = Running(speed: 60, members: 500);
        scheduler.Advance(TimeSpan.FromSeconds(5), inSteps: true).Reached();

        scheduler.Rule("""
            "daily_at":"09:00"
            """, ""","speed":600""").Advance(TimeSpan.FromSeconds(10), inSteps: true);

        Assert.InRange(scheduler.Reached().Count, 90, 102);
    }

    [Fact]
    public void Rule_34_a_run_still_going_makes_the_next_one_skipped_and_recorded()
    {
        using var scheduler = new SchedulerScenario("2026-12-01T08:00:00Z").Rule("""
            "every":"1m","from":"2026-12-01T09:00"
            """, ""","speed":1""").AdvanceTo("2026-12-01T09:00:00Z").Audience("r/2026-12-01T09:00:00Z", members: 3);
        scheduler.Runs();

        Assert.Empty(scheduler.AdvanceTo("2026-12-01T09:01:00Z").Runs());
        Assert.Equal(["collecting", "running", "skipped run_still_going"], scheduler.Reports());
        Assert.Equal(["2026-12-01T09:02:00Z"], scheduler.AdvanceTo("2026-12-01T09:02:00Z").Runs()); // Its last member was planned for 09:02.
    }

    [Theory]
    [InlineData("2026-12-01T09:59:50Z", "2026-12-01T09:00:00Z", "collecting caught_up")]
    [InlineData("2026-12-01T10:00:05Z", null, "missed outside_catch_up")]
    public void Rule_34_due_while_down_is_caught_up_once_within_the_window_else_missed(string backAt, string? run, string report)
    {
        using var scheduler = new SchedulerScenario("2026-12-01T08:00:00Z").Rule("""
            "daily_at":"09:00"
            """);

        scheduler.DownUntil(backAt);

        Assert.Equal(run is null ? [] : [run], scheduler.Runs());
        Assert.Equal([report], scheduler.Reports());
    }

    [Fact]
    public void Rule_34_paused_mid_run_the_rest_is_expired_and_reported()
    {
        using var scheduler = Running(speed: 60, members: 10);
        scheduler.Advance(TimeSpan.FromSeconds(3.5), inSteps: true);
        Assert.Equal(4, scheduler.Reached().Count);

        scheduler.Rule("""
            "daily_at":"09:00"
            """, ""","speed":60""", status: "paused").Advance(TimeSpan.FromSeconds(20), inSteps: true);

        Assert.Empty(scheduler.Reached());
        Assert.Equal(["collecting", "running", "expired paused"], scheduler.Reports());
    }

    [Fact]
    public void Rule_0b_the_marker_is_repeated_daily_so_that_the_retained_log_says_what_is_in_force()
    {
        using var scheduler = new SchedulerScenario("2026-12-01T08:00:00Z", partitions: 2).Rule("""
            "once_at":"2030-01-01T00:00"
            """);

        Assert.Empty(scheduler.Advance(TimeSpan.FromHours(23)).Events());
        var repeated = scheduler.Advance(TimeSpan.FromHours(2)).Events();

        Assert.Equal([0, 1], repeated.Select(marker => marker.Partition).Order());
        Assert.All(repeated, marker => Assert.Equal((0L, 0L), (marker.Value!.Attributes["offset"].Long, marker.Value.Attributes["previous"].Long)));
    }

    private static SchedulerScenario Running(int speed, int members)
    {
        var scheduler = new SchedulerScenario("2026-12-01T08:00:00Z").Rule("""
            "daily_at":"09:00"
            """, $$""","speed":{{speed}}""").AdvanceTo("2026-12-01T09:00:00Z").Audience("r/2026-12-01T09:00:00Z", members);
        return scheduler;
    }

    private static void Finish(SchedulerScenario scheduler, string runId) => scheduler.Audience(runId, members: 0).Advance(TimeSpan.FromSeconds(1)).Events();
}

namespace Engage.Scheduler.Tests;

public sealed class Applying
{
    private const string Points = """{"kind":"rule","id":"p","trigger":{"event":"casino.bet"},"accumulate":{"count":10},"actions":[{"give_points":{"points":1}}]}""";

    [Theory]
    [InlineData("""
        "once_at":"2026-12-01T09:00"
        """, "2026-12-01T09:00:00Z")]
    [InlineData("""
        "now":true
        """, "2026-12-01T08:00:00Z")]
    public void Rule_29_a_rule_that_runs_once_is_archived_after_its_last_member(string schedule, string due)
    {
        using var scheduler = new SchedulerScenario("2026-12-01T08:00:00Z").Rule(schedule, ""","speed":60""").AdvanceTo(due).Audience($"r/{due}", members: 3);

        scheduler.Advance(TimeSpan.FromSeconds(1.5), inSteps: true).LetApply();
        Assert.Empty(scheduler.Applied()); // Two members reached, one to go.
        scheduler.Advance(TimeSpan.FromSeconds(2), inSteps: true).LetApply().Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(3, scheduler.Events().Count(record => record.Value!.Type == "engage.scheduled"));
        Assert.Equal(["rule/r/2 archived"], scheduler.Applied());
        Assert.Equal(["collecting", "running", "finished"], scheduler.Reports());
    }

    [Fact]
    public void Rule_29_the_archiving_marker_stands_behind_the_last_member()
    {
        using var scheduler = new SchedulerScenario("2026-12-01T08:00:00Z").Rule("""
            "now":true
            """).Audience("r/2026-12-01T08:00:00Z", members: 2).Advance(TimeSpan.FromSeconds(1)).Advance(TimeSpan.FromSeconds(1)).LetApply();

        Assert.Equal(["engage.run", "engage.scheduled", "engage.scheduled", "engage.definitions"], scheduler.Events().Select(record => record.Value!.Type));
    }

    [Fact]
    public void Rule_29_a_recurring_rule_is_never_archived()
    {
        using var scheduler = new SchedulerScenario("2026-12-01T08:00:00Z").Rule("""
            "daily_at":"09:00"
            """).AdvanceTo("2026-12-01T09:00:00Z").Audience("r/2026-12-01T09:00:00Z", members: 1).Advance(TimeSpan.FromHours(1)).LetApply();

        Assert.Empty(scheduler.Applied());
    }

    [Fact]
    public void Rule_29_a_rule_that_missed_its_one_time_is_archived_too()
    {
        using var scheduler = new SchedulerScenario("2026-12-01T08:00:00Z").Rule("""
            "once_at":"2026-12-01T09:00"
            """);

        Assert.Equal(["rule/r/2 archived"], scheduler.DownUntil("2026-12-01T13:00:00Z").LetApply().Applied());
        Assert.Equal(["missed outside_catch_up"], scheduler.Reports());
    }

    [Fact]
    public void Rule_0b_a_pending_apply_decides_nothing_until_its_time_and_is_applied_once()
    {
        using var scheduler = new SchedulerScenario("2026-12-01T08:00:00Z").Later("2026-12-01T09:00:00Z", $"[{Points}]");

        scheduler.AdvanceTo("2026-12-01T08:59:59Z").LetApply();
        Assert.Equal(["pending/later/1 active"], scheduler.Applied());
        Assert.Empty(scheduler.Events());

        scheduler.AdvanceTo("2026-12-01T09:00:00Z").LetApply().Advance(TimeSpan.FromMinutes(5)).LetApply();

        Assert.Equal(["pending/later/1 active", "pending/later/2 archived applied", "rule/p/1 active"], scheduler.Applied());
        var marker = Assert.Single(scheduler.Events()).Value!;
        Assert.Equal(("engage.definitions", 2L), (marker.Type, marker.Attributes["offset"].Long));
    }

    [Fact]
    public void Rule_0b_what_is_no_longer_valid_at_its_time_is_refused_and_said()
    {
        // At the time the segment that the rule refers to is not there.
        using var scheduler = new SchedulerScenario("2026-12-01T08:00:00Z")
            .Later("2026-12-01T09:00:00Z", """[{"kind":"rule","id":"p","segment":"vips","trigger":{"event":"casino.bet"},"actions":[{"give_points":{"points":1}}]}]""")
            .AdvanceTo("2026-12-01T09:00:00Z").LetApply().Advance(TimeSpan.FromMinutes(5)).LetApply();

        Assert.Equal(2, scheduler.Applied().Count);
        Assert.StartsWith("pending/later/2 archived refused: there is no segment 'vips'", scheduler.Applied()[1], StringComparison.Ordinal);
        Assert.Empty(scheduler.Events());
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Rule_21_an_edit_that_loses_progress_needs_the_yes_that_was_given_with_it(bool isConfirmed)
    {
        using var scheduler = new SchedulerScenario("2026-12-01T08:00:00Z").Later("2026-12-01T08:00:01Z", $"[{Points}]").Advance(TimeSpan.FromSeconds(2)).LetApply();

        scheduler.Later("2026-12-01T09:00:00Z", $"[{Points.Replace("casino.bet", "sport.bet", StringComparison.Ordinal)}]", isConfirmed, id: "edit").AdvanceTo("2026-12-01T09:00:00Z").LetApply();

        Assert.Equal(isConfirmed, scheduler.Applied().Contains("rule/p/2 active"));
        Assert.Equal(!isConfirmed, scheduler.Applied().Any(record => record.Contains("--yes", StringComparison.Ordinal)));
    }
}

using Engage.Rules.Definitions;
using Engage.Rules.Time;
using NodaTime;
using NodaTime.Text;
using static Engage.Rules.Tests.Time.ActivityPeriodTests;

namespace Engage.Rules.Tests.Time;

public sealed class ScheduleCalendarTests
{
    private static readonly LocalTime Nine = new(9, 0);
    private static readonly LocalTime HalfPastTwo = new(2, 30);

    [Fact]
    public void Rule_30_daily_09_00_follows_the_wall_clock_over_the_change()
    {
        Assert.Equal(
            ["2026-10-24T07:00:00Z", "2026-10-25T08:00:00Z", "2026-10-26T08:00:00Z"],
            Due(new DailyAt(Nine), "2026-10-24T00:00:00Z", count: 3));
    }

    [Fact]
    public void Rule_30_daily_02_30_runs_once_in_the_overlap_at_its_first_occurrence()
    {
        var calendar = Calendar(new DailyAt(HalfPastTwo));
        var days = calendar.Preview(Utc("2026-10-24T12:00:00Z"), long.MaxValue, 2).ToList();

        Assert.Equal(["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"], days.Select(Text));
        Assert.Equal([OccurrenceNote.FirstOfOverlap, OccurrenceNote.None], days.Select(day => day.Note));
    }

    [Fact]
    public void Rule_30_daily_02_30_runs_at_the_next_valid_instant_in_the_gap()
    {
        var day = Calendar(new DailyAt(HalfPastTwo)).NextAfter(Utc("2027-03-27T12:00:00Z"))!.Value;

        Assert.Equal("2027-03-28T01:00:00Z", Text(day));
        Assert.Equal((OccurrenceNote.MovedOutOfGap, new LocalDateTime(2027, 3, 28, 3, 0)), (day.Note, day.Local));
        Assert.Equal("2027-03-29T00:30:00Z", Text(Calendar(new DailyAt(HalfPastTwo)).NextAfter(day.DueMicros)!.Value));
    }

    [Fact]
    public void Rule_30_every_30m_runs_on_elapsed_time_from_its_start()
    {
        Assert.Equal(
            ["2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z"],
            Due(new EveryElapsed(30 * 60_000_000L), "2026-10-20T00:00:00Z", 4, from: At("2026-10-25T02:00:00")));
    }

    [Fact]
    public void Rule_29_weekly_runs_on_its_days()
    {
        var days = default(WeekDays).With(IsoDayOfWeek.Monday).With(IsoDayOfWeek.Friday);

        Assert.Equal(
            ["2026-12-04T08:00:00Z", "2026-12-07T08:00:00Z", "2026-12-11T08:00:00Z"],
            Due(new Weekly(days, Nine), "2026-12-01T00:00:00Z", 3));
    }

    [Fact]
    public void Rule_29_the_31st_is_skipped_in_a_month_of_30_days_and_last_is_its_last_day()
    {
        Assert.Equal(
            ["2026-03-31T07:00:00Z", "2026-05-31T07:00:00Z"],
            Due(new Monthly([31], false, Nine), "2026-03-01T00:00:00Z", 2));
        Assert.Equal(
            ["2026-02-28T08:00:00Z", "2026-03-31T07:00:00Z", "2026-04-30T07:00:00Z"],
            Due(new Monthly([], true, Nine), "2026-02-01T00:00:00Z", 3));
        Assert.Equal(
            ["2026-04-01T07:00:00Z", "2026-04-30T07:00:00Z", "2026-05-01T07:00:00Z"],
            Due(new Monthly([1, 30], true, Nine), "2026-04-01T00:00:00Z", 3));
    }

    [Fact]
    public void Rule_29_once_at_and_now_are_due_once()
    {
        Assert.Equal(["2026-12-24T17:00:00Z"], Due(new OnceAt(At("2026-12-24T18:00:00")), "2026-12-01T00:00:00Z", 5));

        var now = new ScheduleCalendar(new Schedule { Recurrence = new RunNow() }, Utc("2026-12-01T10:00:00Z"));
        Assert.Equal(Utc("2026-12-01T10:00:00Z"), now.NextAfter(Utc("2026-12-01T09:59:59Z"))!.Value.DueMicros);
        Assert.Null(now.NextAfter(Utc("2026-12-01T10:00:00Z")));
    }

    [Fact]
    public void Rule_29_from_until_and_days_bound_a_schedule()
    {
        var schedule = new Schedule
        {
            Recurrence = new DailyAt(Nine),
            TimeZone = "Europe/Stockholm",
            From = Date("2026-12-01"),
            Until = Date("2026-12-11"),
            Days = default(WeekDays).With(IsoDayOfWeek.Friday),
        };

        Assert.Equal(
            ["2026-12-04T08:00:00Z", "2026-12-11T08:00:00Z"],
            new ScheduleCalendar(schedule, 0).Preview(Utc("2020-01-01T00:00:00Z"), long.MaxValue, 10).Select(Text));
    }

    [Fact]
    public void Rule_29_every_with_days_goes_on_counting_from_its_start()
    {
        var schedule = new Schedule
        {
            Recurrence = new EveryElapsed(7 * 3_600_000_000L),
            From = At("2026-12-02T00:00:00"),
            Days = default(WeekDays).With(IsoDayOfWeek.Friday),
        };

        // 2026-12-02 is a Wednesday; 49 h, 56 h and 63 h after its start lie on Friday.
        Assert.Equal(
            ["2026-12-04T01:00:00Z", "2026-12-04T08:00:00Z", "2026-12-04T15:00:00Z", "2026-12-04T22:00:00Z"],
            new ScheduleCalendar(schedule, 0).Preview(0, long.MaxValue, 4).Select(Text));
    }

    [Theory]
    [InlineData("0 9 * * 1-5", "2026-12-04T00:00:00Z", "2026-12-04T08:00:00Z 2026-12-07T08:00:00Z 2026-12-08T08:00:00Z")]
    [InlineData("*/20 8 * * *", "2026-12-04T00:00:00Z", "2026-12-04T07:00:00Z 2026-12-04T07:20:00Z 2026-12-04T07:40:00Z 2026-12-05T07:00:00Z")]
    [InlineData("30 0 9 * * *", "2026-12-04T00:00:00Z", "2026-12-04T08:00:30Z 2026-12-05T08:00:30Z")]
    [InlineData("0 0 13 * 5", "2026-11-05T00:00:00Z", "2026-11-05T23:00:00Z 2026-11-12T23:00:00Z 2026-11-19T23:00:00Z")]
    [InlineData("0 9 29 feb *", "2097-01-01T00:00:00Z", "2104-02-29T08:00:00Z")]
    [InlineData("0 12 * * sun", "2026-12-01T00:00:00Z", "2026-12-06T11:00:00Z 2026-12-13T11:00:00Z")]
    [InlineData("0 12 * * 7", "2026-12-01T00:00:00Z", "2026-12-06T11:00:00Z")]
    [InlineData("5/15 10 1 jan-mar *", "2026-12-01T00:00:00Z", "2027-01-01T09:05:00Z 2027-01-01T09:20:00Z 2027-01-01T09:35:00Z 2027-01-01T09:50:00Z 2027-02-01T09:05:00Z")]
    public void Rule_30_cron_with_5_or_6_fields(string expression, string from, string expected) =>
        Assert.Equal(expected.Split(' '), Due(new Cron(expression), from, expected.Split(' ').Length));

    [Theory]
    [InlineData("30 2 * * *", "2026-10-25T00:30:00Z 2026-10-26T01:30:00Z")]
    [InlineData("0,30 2-3 * * *", "2026-10-25T00:00:00Z 2026-10-25T00:30:00Z 2026-10-25T02:00:00Z 2026-10-25T02:30:00Z 2026-10-26T01:00:00Z")]
    [InlineData("30 * * * *", "2026-10-24T22:30:00Z 2026-10-24T23:30:00Z 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-25T02:30:00Z")]
    [InlineData("*/30 2 * * *", "2026-10-25T00:00:00Z 2026-10-25T00:30:00Z 2026-10-25T01:00:00Z 2026-10-25T01:30:00Z 2026-10-26T01:00:00Z")]
    [InlineData("0 */2 * * *", "2026-10-24T22:00:00Z 2026-10-25T00:00:00Z 2026-10-25T01:00:00Z 2026-10-25T03:00:00Z")]
    public void Rule_30_cron_in_an_overlap(string expression, string expected) =>
        Assert.Equal(expected.Split(' '), Due(new Cron(expression), "2026-10-24T22:00:00Z", expected.Split(' ').Length));

    [Theory]
    [InlineData("30 2 * * *", "2027-03-28T01:00:00Z 2027-03-29T00:30:00Z")]
    [InlineData("0 2,3 * * *", "2027-03-28T01:00:00Z 2027-03-29T00:00:00Z 2027-03-29T01:00:00Z")]
    [InlineData("30 * * * *", "2027-03-27T23:30:00Z 2027-03-28T00:30:00Z 2027-03-28T01:30:00Z")]
    [InlineData("*/30 2 * * *", "2027-03-29T00:00:00Z 2027-03-29T00:30:00Z")]
    [InlineData("*/10 30 2 * * *", "2027-03-28T01:00:00Z 2027-03-29T00:30:00Z 2027-03-29T00:30:10Z")]
    public void Rule_30_cron_in_a_gap(string expression, string expected) =>
        Assert.Equal(expected.Split(' '), Due(new Cron(expression), "2027-03-27T23:00:00Z", expected.Split(' ').Length));

    [Fact]
    public void Both_passes_of_an_overlap_are_marked()
    {
        var notes = Calendar(new Cron("30 * * * *")).Preview(Utc("2026-10-25T00:00:00Z"), long.MaxValue, 3).Select(due => due.Note);

        Assert.Equal([OccurrenceNote.FirstOfOverlap, OccurrenceNote.SecondOfOverlap, OccurrenceNote.None], notes);
    }

    [Theory]
    [InlineData("* * * *")]
    [InlineData("60 * * * *")]
    [InlineData("* 24 * * *")]
    [InlineData("* * 0 * *")]
    [InlineData("* * * 13 *")]
    [InlineData("* * * * 8")]
    [InlineData("*/0 * * * *")]
    [InlineData("5-1 * * * *")]
    [InlineData("* * * foo *")]
    [InlineData("0 0 31 2,4 *")]
    [InlineData("1,,2 * * * *")]
    [InlineData("")]
    public void What_is_no_cron_expression_is_refused_with_what_to_write(string text)
    {
        Assert.False(CronExpression.TryParse(text, out _, out var mistake));
        Assert.NotEmpty(mistake);
    }

    [Fact]
    public void Every_next_is_the_first_match_of_the_wall_clock_over_a_year()
    {
        // Given an oracle that walks the year minute by minute and reads the wall clock.
        var zone = DateTimeZoneProviders.Tzdb["America/St_Johns"];
        var elapsing = new ScheduleCalendar(new Schedule { Recurrence = new Cron("0 */5 * * *"), TimeZone = zone.Id }, 0);
        var expected = new List<long>();
        for (var minute = Utc("2025-01-01T00:00:00Z"); minute < Utc("2026-01-01T00:00:00Z"); minute += 60_000_000)
        {
            var local = ZonedTime.ToInstant(minute).InZone(zone).LocalDateTime;
            if (local.Hour % 5 == 0 && local.Minute == 0) expected.Add(minute);
        }

        Assert.Equal(expected, elapsing.Preview(Utc("2025-01-01T00:00:00Z"), Utc("2026-01-01T00:00:00Z"), 10_000).Select(due => due.DueMicros));
    }

    private static string[] Due(Recurrence recurrence, string after, int count, DefinitionTime? from = null) =>
        [.. Calendar(recurrence, from).Preview(Utc(after), long.MaxValue, count).Select(Text)];

    private static ScheduleCalendar Calendar(Recurrence recurrence, DefinitionTime? from = null) =>
        new(new Schedule { Recurrence = recurrence, TimeZone = "Europe/Stockholm", From = from }, 0);

    private static string Text(Occurrence due) => InstantPattern.ExtendedIso.Format(ZonedTime.ToInstant(due.DueMicros));
}

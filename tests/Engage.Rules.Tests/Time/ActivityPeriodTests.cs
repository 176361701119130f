using Engage.Rules.Definitions;
using Engage.Rules.Time;
using NodaTime;
using NodaTime.Text;

namespace Engage.Rules.Tests.Time;

public sealed class ActivityPeriodTests
{
    private const string Stockholm = "Europe/Stockholm";

    public static TheoryData<string, string, string, string, IsoDayOfWeek> Edges => ActivityPeriodEdges.Rows;

    [Theory]
    [MemberData(nameof(Edges))]
    public void Rule_23_a_day_is_the_local_day_of_its_zone_to_the_microsecond(string zone, string date, string first, string next, IsoDayOfWeek day)
    {
        var oneDay = ActivityPeriod.Of(new ActivePeriod(Date(date), Date(date), WeekDays.All, zone));
        var weekday = ActivityPeriod.Of(new ActivePeriod(null, null, default(WeekDays).With(day), zone));

        foreach (var period in new[] { oneDay, weekday })
        {
            Assert.False(period.Contains(Utc(first) - 1));
            Assert.True(period.Contains(Utc(first)));
            Assert.True(period.Contains(Utc(next) - 1));
            Assert.False(period.Contains(Utc(next)));
        }
    }

    [Fact]
    public void Rule_23_a_date_only_end_includes_that_day()
    {
        var period = ActivityPeriod.Of(new ActivePeriod(null, Date("2026-12-31"), WeekDays.All, Stockholm));

        Assert.True(period.Contains(Utc("2026-12-31T22:59:59.999999Z")));
        Assert.False(period.Contains(Utc("2026-12-31T23:00:00Z")));
    }

    [Fact]
    public void Rule_23_fridays_are_fridays_in_the_rules_zone()
    {
        var period = ActivityPeriod.Of(new ActivePeriod(null, null, default(WeekDays).With(IsoDayOfWeek.Friday), Stockholm));

        Assert.True(period.Contains(Utc("2026-12-04T22:59:59Z")));
        Assert.False(period.Contains(Utc("2026-12-04T23:30:00Z")));
    }

    [Fact]
    public void Rule_23_start_is_inside_and_end_is_not()
    {
        var period = ActivityPeriod.Of(new ActivePeriod(At("2026-12-01T09:00:00"), At("2026-12-01T10:00:00"), WeekDays.All, Stockholm));

        Assert.Equal((Utc("2026-12-01T08:00:00Z"), Utc("2026-12-01T09:00:00Z")), (period.FromMicros, period.UntilMicros));
        Assert.True(period.Contains(period.FromMicros));
        Assert.False(period.Contains(period.UntilMicros));
    }

    [Fact]
    public void A_time_with_an_offset_is_meant_as_written()
    {
        var from = new DefinitionTime(new LocalDateTime(2026, 12, 1, 9, 0), Offset.FromHours(-5), IsDateOnly: false);

        Assert.Equal(Utc("2026-12-01T14:00:00Z"), ActivityPeriod.Of(new ActivePeriod(from, null, WeekDays.All, Stockholm)).FromMicros);
    }

    [Fact]
    public void Rule_23_without_start_end_and_days_a_rule_is_alive_until_stopped()
    {
        Assert.True(ActivityPeriod.Of((ActivePeriod?)null).Contains(0));
        Assert.True(ActivityPeriod.Of(new ActivePeriod(null, null, WeekDays.All, "UTC")).Contains(Utc("2099-12-31T23:59:59Z")));
    }

    [Fact]
    public void Judging_allocates_nothing()
    {
        var period = ActivityPeriod.Of(new ActivePeriod(Date("2020-01-01"), null, default(WeekDays).With(IsoDayOfWeek.Friday), Stockholm));
        var micros = Utc("2026-12-04T20:00:00Z");
        Assert.True(period.Contains(micros));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) period.Contains(micros + i);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    internal static DefinitionTime Date(string text) => new(LocalDatePattern.Iso.Parse(text).Value.AtMidnight(), null, IsDateOnly: true);

    internal static DefinitionTime At(string text) => new(LocalDateTimePattern.ExtendedIso.Parse(text).Value, null, IsDateOnly: false);

    internal static long Utc(string text) => ZonedTime.ToMicros(InstantPattern.ExtendedIso.Parse(text).Value);
}

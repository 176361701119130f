using Engage.Rules.Time;

namespace Engage.Rules.Tests.Time;

public sealed class PaceTests
{
    private const long Minute = 60_000_000;
    private const long Start = 1_764_576_000_000_000;

    [Fact]
    public void Rule_33_at_90_a_minute_the_kth_member_is_planned_at_k_times_666_67_ms()
    {
        var planned = Planned(Pace.Start(Start, 90), 181);

        Assert.Equal([0, 666_667, 1_333_334, 2_000_000], planned.Take(4).Select(at => at - Start));
        Assert.Equal([Minute, 2 * Minute], [planned[90] - Start, planned[180] - Start]);
    }

    [Fact]
    public void Rule_33_a_plan_in_time_stays_as_it_is_and_one_that_fell_behind_moves_on_without_a_burst()
    {
        var pace = Pace.Start(Start, 60).WithOneTaken();

        Assert.Equal(pace, pace.AsOf(Start + 1_250_000));

        var late = pace.AsOf(Start + (10 * Minute));
        Assert.Equal([Start + (10 * Minute), Start + (10 * Minute) + 1_000_000], [late.NextMicros, late.WithOneTaken().NextMicros]);
    }

    [Fact]
    public void Rule_33_a_new_speed_counts_from_the_last_member()
    {
        var pace = Pace.Start(Start, 60).WithOneTaken().WithOneTaken().WithSpeed(600);

        Assert.Equal(Start + 1_000_000 + 100_000, pace.NextMicros);
    }

    [Fact]
    public void Rule_33_without_a_speed_every_member_is_planned_now()
    {
        var pace = Pace.Start(Start, null).WithOneTaken().AsOf(Start + 5);

        Assert.Equal(Start + 5, pace.NextMicros);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(90)]
    [InlineData(601)]
    public void Rule_33_no_rolling_minute_holds_more_than_the_limit_whatever_pauses_and_restarts_do(int speed)
    {
        const int Seed = 33;
        var random = new Random(Seed);
        var pace = Pace.Start(Start, speed);
        var now = Start;
        var planned = new List<long>();
        for (var i = 0; i < 4 * speed + 200; i++)
        {
            // When the writer comes late, by anything from nothing to far beyond the tolerance.
            now = Math.Max(now, pace.NextMicros) + (random.Next(10) == 0 ? random.Next(90_000_000) : random.Next(200_000));
            pace = pace.AsOf(now);
            planned.Add(pace.NextMicros);
            pace = pace.WithOneTaken();
        }

        for (var i = speed; i < planned.Count; i++) Assert.True(planned[i] - planned[i - speed] >= Minute, $"seed {Seed}, member {i}");
    }

    private static List<long> Planned(Pace pace, int count)
    {
        var planned = new List<long>();
        for (var i = 0; i < count; i++, pace = pace.WithOneTaken()) planned.Add(pace.NextMicros);
        return planned;
    }
}

using System.Globalization;

namespace Engage.Streams.Tests.Engine;

/// <summary>Timers that are due all at once are fired in portions: what arrives meanwhile is not kept waiting for the last of them.</summary>
public sealed class TimerBursts
{
    private const int Timers = 6_000;

    [Fact]
    public void Thousands_of_timers_at_one_instant_do_not_hold_a_live_record_up()
    {
        using var bench = new Bench();
        bench.Start("a");
        for (var i = 0; i < Timers; i++) bench.Send(i.ToString(CultureInfo.InvariantCulture), 1);
        bench.RunUntilRead();
        bench.Time.JumpWallClock(TimeSpan.FromHours(1)); // All of them are due now.

        bench.Send("ada", 1);
        bench.RunUntil(() => bench.Sums().Any(sum => sum.Key == "ada"));
        Assert.InRange(bench.Keys("reminders").Count, 0, Timers / 2);

        bench.RunUntil(() => bench.Keys("reminders").Count == Timers);
        Assert.Null(bench.Violation());
    }
}

using Engage.Streams.Tests.Simulation;

namespace Engage.Streams.Tests.Engine;

/// <summary>22: wall clocks that jump. Timers go by the wall clock, everything else by the monotonic one.</summary>
public sealed class Clocks
{
    public static TheoryData<double> Jumps => [1, 24, -1, -24];

    [Theory, MemberData(nameof(Jumps))]
    public void A_timer_is_neither_lost_nor_doubled_when_the_clock_jumps(double hours)
    {
        using var bench = new Bench();
        bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();

        bench.Time.JumpWallClock(TimeSpan.FromHours(hours));
        bench.Run(SimulatedWork.RemindAfter * 2);
        Assert.Equal(hours > 0 ? 1 : 0, bench.Keys("reminders").Count); // Early after a jump ahead; set back, it is not due yet.

        bench.Time.JumpWallClock(TimeSpan.FromHours(-hours));
        bench.Run(SimulatedWork.RemindAfter * 2);
        Assert.Equal(["ada"], bench.Keys("reminders"));
        Assert.Null(bench.Violation());
    }

    [Theory, MemberData(nameof(Jumps))]
    public void A_clock_that_jumps_neither_delays_commits_nor_ages_transactions(double hours)
    {
        using var bench = new Bench();
        var worker = bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();

        bench.Time.JumpWallClock(TimeSpan.FromHours(hours));
        bench.Send("ada", 2);
        bench.Run(TimeSpan.FromMilliseconds(200));

        Assert.Equal([("ada", 1), ("ada", 3)], bench.Sums());
        Assert.Empty(worker.Troubles);
    }

    [Fact]
    public void A_timer_survives_the_process_and_its_disk()
    {
        using var bench = new Bench();
        var first = bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();
        first.Kill();

        bench.Start("b");
        bench.RunUntil(() => bench.Keys("reminders").Count > 0);
        bench.Run(SimulatedWork.RemindAfter * 3);

        Assert.Equal(["ada"], bench.Keys("reminders"));
    }
}

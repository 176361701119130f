using Engage.Streams.Runtime;
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
    public void A_clock_that_jumps_between_transactions_does_not_delay_the_next(double hours)
    {
        using var bench = new Bench();
        JumpBetweenTransactions(bench, hours);

        Assert.Equal([("ada", 1), ("ada", 3)], bench.Sums());
    }

    [Theory, MemberData(nameof(Jumps))]
    public void A_clock_that_jumps_during_a_transaction_does_not_age_it(double hours)
    {
        using var bench = new Bench();
        var worker = JumpDuringATransaction(bench, hours);

        Assert.Equal([("ada", 1), ("ada", 3)], bench.Sums());
        Assert.Empty(worker.Troubles);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-24)]
    public void Control_22_by_the_wall_clock_alone_a_jump_back_delays_the_next_commit(double hours)
    {
        using var bench = new Bench { Clock = time => new WallTime(time) };
        JumpBetweenTransactions(bench, hours);

        Assert.Equal([("ada", 1)], bench.Sums());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    public void Control_22_by_the_wall_clock_alone_a_jump_ahead_ages_a_transaction(double hours)
    {
        using var bench = new Bench { Clock = time => new WallTime(time) };
        var worker = JumpDuringATransaction(bench, hours);

        Assert.Contains(worker.Troubles, trouble => trouble.StartsWith("rewound (too_old)", StringComparison.Ordinal));
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

    private static void JumpBetweenTransactions(Bench bench, double hours)
    {
        bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();

        bench.Time.JumpWallClock(TimeSpan.FromHours(hours));
        bench.Send("ada", 2);
        bench.Run(TimeSpan.FromMilliseconds(200));
    }

    private static SimulatedProcess JumpDuringATransaction(Bench bench, double hours)
    {
        var worker = bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();

        bench.Once(Failpoints.CommitOffsetsSent, () => bench.Time.JumpWallClock(TimeSpan.FromHours(hours)));
        bench.Send("ada", 2);
        bench.RunUntilRead();
        return worker;
    }

    /// <summary>Measures time by the wall clock, as an engine would that did not know better.</summary>
    private sealed class WallTime(TimeProvider wall) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => wall.GetUtcNow();

        public override long GetTimestamp() => wall.GetUtcNow().Ticks;
    }
}

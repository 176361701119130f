using Engage.Streams.Runtime;

namespace Engage.Streams.Tests.Engine;

/// <summary>26: records that nobody can read.</summary>
public sealed class Poison
{
    private static readonly byte[] Unreadable = [1];

    [Fact]
    public void A_few_go_to_the_dead_letters_once_each_and_their_neighbours_go_on()
    {
        using var bench = new Bench();
        bench.Start("a");
        for (var i = 0; i < 1_000; i++)
        {
            if (i % 100 == 50) bench.SendRaw("ada", Unreadable);
            else bench.Send("ada", 1);
        }

        bench.RunUntilRead();

        Assert.Equal(10, bench.Keys("dead-letters").Count);
        Assert.Equal(990, bench.Sums().Count);
        Assert.Null(bench.Violation());
    }

    [Fact]
    public void A_storm_stops_the_task_before_more_is_lost_to_the_dead_letters()
    {
        using var bench = new Bench();
        var worker = Storm(bench);

        Assert.Contains("More than 100 records a minute cannot be processed", Assert.Single(worker.Tasks).StopReason, StringComparison.Ordinal);
        Assert.True(bench.Keys("dead-letters").Count <= 100);
    }

    [Fact]
    public void Control_26_without_the_gate_everything_goes_to_the_dead_letters()
    {
        using var bench = new Bench(off: Protections.DeadLetterGate);
        Storm(bench);

        Assert.Equal(500, bench.Keys("dead-letters").Count);
    }

    private static Simulation.SimulatedProcess Storm(Bench bench)
    {
        var worker = bench.Start("a");
        for (var i = 0; i < 500; i++) bench.SendRaw("ada", Unreadable);
        bench.Run(TimeSpan.FromSeconds(5));
        return worker;
    }
}

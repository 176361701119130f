using Engage.Streams.Tests.Simulation;

namespace Engage.Streams.Tests.Engine;

/// <summary>18, 19: a disk that fails; what it did not take is in the changelog.</summary>
public sealed class DiskTrouble
{
    [Theory]
    [InlineData(1)] // Reopened.
    [InlineData(2)] // Wiped.
    public void A_disk_that_fails_for_a_while_costs_a_restore_and_no_data(int failures)
    {
        var left = 0;
        using var bench = new Bench();
        var worker = bench.Start("a", new SimulatedDisk(() => left-- > 0));
        bench.Send("ada", 1);
        bench.RunUntilRead();

        left = failures;
        bench.Send("ada", 2);
        bench.RunUntilRead();
        bench.Send("ada", 3);
        bench.RunUntilRead();

        Assert.Equal([("ada", 1), ("ada", 3), ("ada", 6)], bench.Sums());
        Assert.NotEmpty(worker.Troubles);
        Assert.Null(bench.Violation());
    }

    [Fact]
    public void A_disk_that_fails_for_good_ends_the_process_and_what_was_committed_stays_committed()
    {
        var isBroken = false;
        using var bench = new Bench();
        var worker = bench.Start("a", new SimulatedDisk(() => isBroken));
        bench.Send("ada", 1);
        bench.RunUntilRead();

        isBroken = true;
        bench.Send("ada", 2);
        bench.RunUntil(() => !worker.IsUp);
        Assert.StartsWith($"exit {WorkerExit.StateUnusable}", worker.Troubles[^1], StringComparison.Ordinal);

        bench.Start("b");
        bench.Send("ada", 3);
        bench.RunUntilRead();
        Assert.Equal([("ada", 1), ("ada", 3), ("ada", 6)], bench.Sums());
        Assert.Null(bench.Violation());
    }
}

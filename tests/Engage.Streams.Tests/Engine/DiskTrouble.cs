using Engage.Streams.Ports;
using Engage.Streams.Runtime;
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
        using var bench = new Bench();
        var worker = FailForAWhile(bench, failures);

        Assert.Equal([("ada", 1), ("ada", 3), ("bob", 3)], bench.Sums());
        Assert.NotEmpty(worker.Troubles);
        Assert.Null(bench.Violation());
    }

    [Fact]
    public void Control_19_a_failed_write_that_is_passed_over_is_missing_in_the_state()
    {
        using var bench = new Bench(off: Protections.StoreRecovery);
        FailForAWhile(bench, failures: 1);

        Assert.StartsWith("I3", bench.Violation(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_fails_for_good_ends_the_process_and_what_was_committed_stays_committed()
    {
        using var bench = new Bench();
        var worker = FailForGood(bench);
        bench.RunUntil(() => !worker.IsUp);
        Assert.StartsWith($"exit {WorkerExit.StateUnusable}", worker.Troubles[^1], StringComparison.Ordinal);

        bench.Start("b");
        bench.Send("ada", 3);
        bench.RunUntilRead();
        Assert.Equal([("ada", 1), ("ada", 3), ("ada", 6)], bench.Sums());
        Assert.Null(bench.Violation());
    }

    [Fact]
    public void Control_19_a_disk_whose_failures_are_passed_over_ends_nothing()
    {
        using var bench = new Bench(off: Protections.StoreRecovery);
        var worker = FailForGood(bench);
        bench.Run(TimeSpan.FromSeconds(20));

        Assert.True(worker.IsUp);
        Assert.StartsWith("I3", bench.Violation(), StringComparison.Ordinal);
    }

    /// <remarks>A wipe would make room for the restore to fill again, for ever.</remarks>
    [Fact]
    public void A_full_disk_ends_the_process_at_once_and_nothing_is_wiped()
    {
        using var bench = new Bench();
        var worker = FailForGood(bench, StateFault.NoSpace);
        bench.RunUntil(() => !worker.IsUp);

        Assert.StartsWith($"exit {WorkerExit.StateUnusable}", worker.Troubles[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(worker.Troubles, trouble => trouble.Contains("wiped", StringComparison.Ordinal));

        bench.Start("b");
        bench.Send("ada", 3);
        bench.RunUntilRead();
        Assert.Equal([("ada", 1), ("ada", 3), ("ada", 6)], bench.Sums());
        Assert.Null(bench.Violation());
    }

    private static SimulatedProcess FailForAWhile(Bench bench, int failures)
    {
        var left = 0;
        var worker = bench.Start("a", new SimulatedDisk(() => left-- > 0));
        bench.Send("ada", 1);
        bench.RunUntilRead();

        left = failures;
        bench.Send("ada", 2);
        bench.RunUntilRead();
        bench.Send("bob", 3); // Writes over nothing that the disk refused.
        bench.RunUntilRead();
        return worker;
    }

    private static SimulatedProcess FailForGood(Bench bench, StateFault fault = StateFault.Io)
    {
        var isBroken = false;
        var worker = bench.Start("a", new SimulatedDisk(() => isBroken, fault));
        bench.Send("ada", 1);
        bench.RunUntilRead();

        isBroken = true;
        bench.Send("ada", 2);
        return worker;
    }
}

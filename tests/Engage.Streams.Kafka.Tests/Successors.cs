using Engage.LoadTest.Brokers;
using Engage.LoadTest.Summing;

namespace Engage.Streams.Kafka.Tests;

/// <summary>Processes that take over from others, or from themselves. The numbers are those of the test catalogue.</summary>
public abstract class Successors(BrokerUnderTest under)
{
    /// <summary>3.</summary>
    [Theory]
    [InlineData("commit.after-send-offsets")]
    [InlineData("commit.after-end")]
    public async Task Another_process_takes_over_from_one_that_stays_dead(string step)
    {
        using var sums = Case();
        sums.Settings = sums.Settings with { TransactionTimeout = sums.Settings.SessionTimeout }; // What the dead one left open holds its offsets back as well.
        sums.Input.Send(200);
        sums.SendUntilDead(await sums.Start("a", $"{step}:kill@4"));
        var started = TimeProvider.System.GetTimestamp();
        await sums.Start("b");
        sums.WaitUntilRead();

        var elapsed = TimeProvider.System.GetElapsedTime(started);
        Assert.True(elapsed < sums.Settings.SessionTimeout + under.TakeoverMax, $"the take-over took {elapsed.TotalSeconds:F1} s");
        sums.AssertExactlyOnce();
    }

    /// <summary>5: the older exits or comes to its senses.</summary>
    [Fact]
    public async Task Of_two_processes_with_one_instance_id_the_older_ends()
    {
        using var sums = Case();
        sums.Settings = sums.Settings with { InstanceId = "twin" };
        sums.Input.Send(200);
        var older = await sums.Start("a");
        sums.Input.Send(200);
        await sums.Start("b");
        sums.SendUntilDead(older);

        Assert.Equal((int)WorkerExit.FencedByTwin, older.ExitCode);
        sums.AssertExactlyOnce();
    }

    /// <summary>28.</summary>
    [Fact]
    public async Task A_process_asked_to_end_under_load_ends_soon_and_a_restart_moves_nobody_elses_partitions()
    {
        using var sums = Case(partitions: 4);
        var (a, b) = await StartBoth(sums, session: TimeSpan.FromSeconds(20));
        for (var round = 0; round < under.Terminations; round++)
        {
            var before = ChangesOfTasks(b);
            sums.Input.Send(new Random(sums.Seed + round).Next(20, 500));
            Assert.Equal(0, a.Terminate());
            a = await sums.Start("a");
            Assert.Equal(before, ChangesOfTasks(b));
        }

        sums.AssertExactlyOnce();
    }

    [Fact]
    public async Task Control_28_a_process_that_leaves_its_group_moves_them()
    {
        using var sums = Case(partitions: 4);
        var (a, b) = await StartBoth(sums, session: TimeSpan.FromSeconds(12), "unsafe:StaticMembership"); // A member hears of a rebalance after a quarter of it.
        var before = ChangesOfTasks(b);
        Assert.Equal(0, a.Terminate());
        var left = TimeProvider.System.GetTimestamp();
        sums.SendUntil(() => ChangesOfTasks(b) > before, b);

        Assert.True(TimeProvider.System.GetElapsedTime(left) < sums.Settings.SessionTimeout, "they were moved only because a session ran out");
    }

    private static async Task<(WorkerProcess A, WorkerProcess B)> StartBoth(SumCase sums, TimeSpan session, string unsafely = "")
    {
        sums.Settings = sums.Settings with { SessionTimeout = session };
        sums.Input.Send(200);
        var (a, b) = (await sums.Start("a", unsafely), await sums.Start("b", unsafely));
        await sums.Says(b, "restored");
        sums.WaitUntilRead();
        await sums.Says(a, "task");
        return (a, b);
    }

    private static int ChangesOfTasks(WorkerProcess worker) => worker.Lines.Count(line => line.StartsWith("task", StringComparison.Ordinal));

    private SumCase Case(int inputs = 1, int partitions = 2)
    {
        Assert.SkipUnless(under.IsAvailable, $"{ApacheKafka.HomeVariable} is not set");
        return new SumCase(under.Broker, inputs, partitions);
    }
}

using Engage.LoadTest.Brokers;

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
        sums.Settings = sums.Settings with { SessionTimeout = TimeSpan.FromSeconds(20) };
        sums.Input.Send(200);
        var (a, b) = (await sums.Start("a"), await sums.Start("b"));
        await sums.Says(b, "restored");
        sums.WaitUntilRead();
        await sums.Says(a, "task");
        for (var round = 0; round < under.Terminations; round++)
        {
            var before = b.Lines.Count(line => line.StartsWith("task", StringComparison.Ordinal));
            sums.Input.Send(new Random(sums.Seed + round).Next(20, 500));
            Assert.Equal(0, a.Terminate());
            a = await sums.Start("a");
            Assert.Equal(before, b.Lines.Count(line => line.StartsWith("task", StringComparison.Ordinal)));
        }

        sums.AssertExactlyOnce();
    }

    private SumCase Case(int inputs = 1, int partitions = 2)
    {
        Assert.SkipUnless(under.IsAvailable, $"{ApacheKafka.HomeVariable} is not set");
        return new SumCase(under.Broker, inputs, partitions);
    }
}

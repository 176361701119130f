namespace Engage.Streams.Kafka.Tests;

[Collection(KafkaCollection.Name)]
public sealed class OnApacheKafka(KafkaCluster kafka)
{
    private static readonly TimeSpan ExitMax = TimeSpan.FromSeconds(40);

    public static TheoryData<string> Steps =>
    [
        "commit.start", "commit.after-begin", "commit.mid-produce", "commit.after-produce",
        "commit.after-send-offsets", "commit.after-end", "commit.mid-apply", "commit.after-apply",
    ];

    [Fact]
    public async Task Sums_are_exact_and_the_state_equals_its_changelog_after_an_orderly_stop()
    {
        using var sums = Case("orderly");
        sums.Send(5_000);
        using var worker = await sums.Start(cancel: TestContext.Current.CancellationToken);
        sums.Send(5_000);

        sums.WaitUntilDone();
        await Stop(worker);

        Assert.Null(sums.Differs());
        sums.AssertStateEqualsChangelog();
    }

    [Theory, MemberData(nameof(Steps))]
    public async Task A_process_killed_at_any_step_of_a_commit_loses_and_doubles_nothing(string step)
    {
        using var sums = Case($"killed-{step}");
        sums.Send(1_000);
        using (var first = await sums.Start($"{step}:kill@3", TestContext.Current.CancellationToken))
        {
            while (!first.HasExited) sums.Send(100); // Each flush feeds another transaction.
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var second = await sums.Start(cancel: TestContext.Current.CancellationToken);
        sums.WaitUntilDone();
        await Stop(second);

        Assert.Null(sums.Differs());
        sums.AssertStateEqualsChangelog();
    }

    [Fact]
    public async Task Control_a_state_applied_before_the_commit_counts_twice_after_a_kill()
    {
        using var sums = Case("control");
        sums.Send(1_000);
        using (var first = await sums.Start("unsafe:ApplyAfterCommit;commit.after-produce:kill@3", TestContext.Current.CancellationToken))
        {
            while (!first.HasExited) sums.Send(100);
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var second = await sums.Start(cancel: TestContext.Current.CancellationToken);
        sums.WaitUntilDone();
        await Stop(second);

        Assert.NotNull(sums.Differs());
    }

    [Fact]
    public async Task Processes_killed_at_random_under_load_lose_and_double_nothing()
    {
        const int Rounds = 5;
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var sums = Case("random");
        for (var round = 0; round < Rounds; round++)
        {
            using var worker = await sums.Start(cancel: TestContext.Current.CancellationToken);
            for (var burst = random.Next(1, 30); burst > 0; burst--) sums.Send(random.Next(1, 300));
            worker.Kill(); // SIGKILL.
            await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (round == 2) Directory.Delete(Path.Combine(sums.StateDirectory, "summer"), recursive: true); // A fresh disk: all comes back from the changelog.
        }

        using var last = await sums.Start(cancel: TestContext.Current.CancellationToken);
        sums.WaitUntilDone();
        await Stop(last);

        Assert.Null(sums.Differs());
        sums.AssertStateEqualsChangelog();
    }

    private static async Task Stop(System.Diagnostics.Process worker)
    {
        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", worker.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(ExitMax, TestContext.Current.CancellationToken);
        Assert.Equal(0, worker.ExitCode);
    }

    private SumCase Case(string name)
    {
        Assert.SkipUnless(kafka.IsAvailable, "KAFKA_HOME is not set");
        return new SumCase(kafka.Bootstrap, name);
    }
}

using Engage.LoadTest.Brokers;

namespace Engage.Streams.Kafka.Tests;

/// <summary>Processes that die at every step of a commit. The numbers are those of the test catalogue.</summary>
public abstract class ExactlyOnce(BrokerUnderTest under)
{
    public static TheoryData<string> Steps =>
    [
        "commit.start", "commit.after-begin", "commit.mid-produce", "commit.after-produce",
        "commit.after-send-offsets", "commit.after-end", "commit.mid-apply", "commit.after-apply",
    ];

    [Fact]
    public async Task Sums_are_exact_and_the_state_equals_its_changelog_after_an_orderly_stop()
    {
        using var sums = Case();
        sums.Input.Send(2_000);
        await sums.Start("a");
        sums.Input.Send(2_000);

        sums.AssertExactlyOnce();
    }

    /// <summary>1: the first, the tenth and some other transaction, on the same disk.</summary>
    [Theory, MemberData(nameof(Steps))]
    public async Task A_process_killed_at_any_step_of_a_commit_loses_and_doubles_nothing(string step)
    {
        using var sums = Case();
        foreach (var transaction in new[] { 1, 10, new Random(sums.Seed).Next(2, 10) })
        {
            sums.Input.Send(50);
            sums.SendUntilDead(await sums.Start("a", $"{step}:kill@{transaction}"));
        }

        await sums.Start("a");

        sums.AssertExactlyOnce();
    }

    [Fact]
    public async Task Control_1_a_state_applied_before_the_commit_counts_twice_after_a_kill()
    {
        using var sums = Case();
        sums.Input.Send(200);
        sums.SendUntilDead(await sums.Start("a", "unsafe:ApplyAfterCommit;commit.after-produce:kill@3"));
        await sums.Start("a");

        Assert.NotEmpty(sums.Finish().Violations);
    }

    /// <summary>2.</summary>
    [Theory]
    [InlineData("commit.after-send-offsets")]
    [InlineData("commit.after-end")]
    [InlineData("commit.mid-apply")]
    [InlineData("restore.midway")]
    public async Task A_process_that_lost_its_disk_as_well_restores_all_of_it(string step)
    {
        using var sums = Case();
        sums.Input.Send(200);
        sums.SendUntilDead(await sums.Start("a", "commit.after-end:kill@4"));
        sums.LoseDisk("a");
        sums.SendUntilDead(await sums.Start("a", $"{step}:kill@2"));
        sums.LoseDisk("a");
        await sums.Start("a");

        sums.AssertExactlyOnce();
    }

    private SumCase Case(int inputs = 1, int partitions = 2)
    {
        Assert.SkipUnless(under.IsAvailable, $"{ApacheKafka.HomeVariable} is not set");
        return new SumCase(under.Broker, inputs, partitions);
    }
}

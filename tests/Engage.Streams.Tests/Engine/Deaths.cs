using Engage.Streams.Runtime;
using Engage.Streams.Tests.Simulation;

namespace Engage.Streams.Tests.Engine;

/// <summary>1, 2, 3: a process dies at any step of a commit, and comes back, comes back without its disk, or stays dead.</summary>
public sealed class Deaths
{
    private static readonly string[] Steps =
    [
        Failpoints.CommitStart, Failpoints.CommitBegun, Failpoints.CommitMidProduce, Failpoints.CommitProduced,
        Failpoints.CommitOffsetsSent, Failpoints.CommitEnded, Failpoints.CommitMidApply, Failpoints.CommitApplied,
    ];

    public enum Heir
    {
        WithTheDisk,
        WithAnEmptyDisk,
        AnotherProcess,
    }

    public static TheoryData<Heir, string> All => [.. from heir in Enum.GetValues<Heir>() from step in Steps select (heir, step)];

    [Theory, MemberData(nameof(All))]
    public void Whoever_comes_after_it_loses_and_doubles_nothing(Heir heir, string step)
    {
        using var bench = new Bench();
        DieAndBeFollowed(bench, heir, step);

        Assert.Equal([("ada", 1), ("ada", 3), ("ada", 6)], bench.Sums());
        Assert.Null(bench.Violation());
    }

    /// <summary>1: after this step alone the disk is behind what is committed; 2, 3: after any, there is nothing on it.</summary>
    [Theory]
    [InlineData(Heir.WithTheDisk)]
    [InlineData(Heir.WithAnEmptyDisk)]
    [InlineData(Heir.AnotherProcess)]
    public void Control_1_2_3_without_a_restore_it_counts_on_from_what_its_disk_has(Heir heir)
    {
        using var bench = new Bench(off: Protections.Restore);
        DieAndBeFollowed(bench, heir, Failpoints.CommitEnded);

        Assert.StartsWith("I1", bench.Violation(), StringComparison.Ordinal);
    }

    private static void DieAndBeFollowed(Bench bench, Heir heir, string step)
    {
        static StreamsOptions Impatient(StreamsOptions options) => options with { SessionTimeout = TimeSpan.FromSeconds(2), TransactionTimeout = TimeSpan.FromSeconds(3) };

        var dead = bench.Start("a", configure: Impatient);
        bench.Send("ada", 1);
        bench.RunUntilRead();
        bench.Once(step, () => throw new SimulatedCrash(step));
        bench.Send("ada", 2);
        bench.RunUntil(() => !dead.IsUp);

        bench.Start(heir == Heir.AnotherProcess ? "b" : "a", heir == Heir.WithTheDisk ? dead.Disk : null, Impatient);
        bench.Send("ada", 3);
        bench.RunUntilRead();
    }
}

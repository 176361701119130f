using Engage.Streams.Runtime;
using Engage.Streams.Tests.Simulation;

namespace Engage.Streams.Tests.Engine;

/// <summary>5, 9, 28: processes that share a group, and what becomes of partitions when one of them is doubled, slow or started again.</summary>
public sealed class Membership
{
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(3);

    /// <summary>5.</summary>
    [Fact]
    public void Of_two_processes_with_one_instance_id_the_older_ends()
    {
        using var bench = new Bench(partitions: 2);
        var (older, younger) = StartTwice(bench);

        Assert.False(older.IsUp);
        Assert.True(younger.IsUp);
        Assert.StartsWith($"exit {WorkerExit.FencedByTwin}", older.Troubles[^1], StringComparison.Ordinal);
        bench.RunUntilRead();
        Assert.Null(bench.Violation());
    }

    [Fact]
    public void Control_5_without_an_instance_id_the_older_does_not_notice()
    {
        using var bench = new Bench(partitions: 2, off: Protections.StaticMembership);
        var (older, younger) = StartTwice(bench);

        Assert.True(older.IsUp);
        Assert.True(younger.IsUp);
    }

    /// <summary>9.</summary>
    [Theory]
    [InlineData(1)] // Incremental rebalances.
    [InlineData(2)] // Eager ones.
    public void Partitions_taken_away_during_a_slow_hand_over_are_not_committed(int inputs)
    {
        using var bench = new Bench(inputs, partitions: 2);
        var slow = HandOverSlowly(bench);

        Assert.Contains(slow.Troubles, trouble => trouble.StartsWith("rewound (not_a_member)", StringComparison.Ordinal));
        Assert.Null(bench.Violation());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Control_9_without_a_look_at_its_membership_the_slow_one_counts_again(int inputs)
    {
        using var bench = new Bench(inputs, partitions: 2, off: Protections.MemberGuard);
        HandOverSlowly(bench);

        Assert.StartsWith("I1", bench.Violation(), StringComparison.Ordinal);
    }

    /// <summary>28.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_process_that_ends_and_starts_again_moves_nobody_elses_partitions(int inputs)
    {
        using var bench = new Bench(inputs, partitions: 4);
        var (before, away, after) = EndAndStartAgain(bench);

        Assert.Equal(2, before.Length);
        Assert.Equal(before, away);
        Assert.Equal(before, after);
        Assert.Null(bench.Violation());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Control_28_a_process_that_leaves_its_group_moves_them(int inputs)
    {
        using var bench = new Bench(inputs, partitions: 4, off: Protections.StaticMembership);
        var (before, away, _) = EndAndStartAgain(bench);

        Assert.Equal(2, before.Length);
        Assert.Equal(4, away.Length);
    }

    private static (SimulatedProcess Older, SimulatedProcess Younger) StartTwice(Bench bench)
    {
        var older = bench.Start("twin");
        bench.Send("bob", 1, partition: 0);
        bench.Send("ada", 1, partition: 1);
        bench.RunUntilRead();

        var younger = bench.Start("twin");
        bench.Run(TimeSpan.FromSeconds(5));
        bench.Send("bob", 2, partition: 0);
        return (older, younger);
    }

    /// <summary>The first process stands still for longer than its session as it gives a partition back, with a record processed and not committed; the second one does that work meanwhile.</summary>
    private static SimulatedProcess HandOverSlowly(Bench bench)
    {
        var slow = bench.Start("a", configure: options => options with { SessionTimeout = Session, CommitSpacing = TimeSpan.FromSeconds(10) });
        bench.Send("bob", 1, partition: 0);
        bench.Send("ada", 1, partition: 1);
        bench.RunUntilRead();
        bench.Send("bob", 2, partition: 0);
        bench.Send("ada", 2, partition: 1);
        bench.RunUntil(() => slow.Tasks.Count(task => task.IsDirty) == 2);

        bench.Once(Failpoints.RevokeStart, () => bench.Run(Session * 3));
        bench.Start("b", configure: options => options with { SessionTimeout = Session });
        bench.RunUntil(() => bench.Sums(0).Count > 1 && bench.Sums(1).Count > 1);
        bench.Run(Session);
        bench.Send("bob", 3, partition: 0);
        bench.Send("ada", 3, partition: 1);
        bench.RunUntilRead();
        return slow;
    }

    /// <returns>The tasks of the process that stays, at three times.</returns>
    private static (StreamTask[] Before, StreamTask[] Away, StreamTask[] After) EndAndStartAgain(Bench bench)
    {
        var leaving = bench.Start("a");
        var staying = bench.Start("b");
        bench.RunUntil(() => new[] { leaving, staying }.All(process => process.Tasks.Count(task => task.State == TaskState.Running) == 2));
        for (var partition = 0; partition < 4; partition++) bench.Send(bench.KeyOf(partition), 1, partition: partition);
        bench.RunUntilRead();
        StreamTask[] before = [.. staying.Tasks];

        leaving.Terminate();
        bench.Run(TimeSpan.FromSeconds(2));
        StreamTask[] away = [.. staying.Tasks];

        leaving.Start();
        for (var partition = 0; partition < 4; partition++) bench.Send(bench.KeyOf(partition), 1, partition: partition);
        bench.RunUntilRead();
        return (before, away, [.. staying.Tasks]);
    }
}

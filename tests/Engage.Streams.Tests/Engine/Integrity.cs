using System.Buffers.Binary;
using Engage.Streams.Ports;
using Engage.Streams.Runtime;
using Engage.Streams.Tests.Simulation;

namespace Engage.Streams.Tests.Engine;

/// <summary>State, changelog and group that contradict each other: what is explained is mended, what is not stops the task.</summary>
public sealed class Integrity
{
    private static readonly TopicPartition Input = new("numbers", 0);
    private static readonly TopicPartition SecondInput = new("more-numbers", 0);

    /// <summary>17: what a stranger wrote into the changelog, and what the alarm says.</summary>
    public static TheoryData<string, byte[]?, byte[]?, string> Rogues => new()
    {
        { "no key", null, [1], "has no key" },
        { "a header cut short", [0], [1, 2, 3], "is damaged" },
        { "an empty header", [0], [], "is damaged" },
        { "a header of a newer version", [0], [9, 2, 3], "a newer version" },
        { "a transaction of another owner", [0], Header(sequence: 1, before: 0, after: 2), "two owners have written" },
        { "a transaction after a gap", [0], Header(sequence: 9, before: 7, after: 8), "a transaction is missing" },
    };

    [Theory, MemberData(nameof(Rogues))]
    public void What_a_stranger_wrote_into_the_changelog_stops_the_task_and_no_other(string what, byte[]? key, byte[]? value, string alarm)
    {
        Assert.NotEmpty(what);
        using var bench = new Bench(partitions: 2);
        var first = bench.Start("a");
        bench.Send("bob", 1, partition: 0);
        bench.Send("ada", 1, partition: 1);
        bench.RunUntilRead();
        first.Kill();
        bench.Cluster.Append(bench.Changelog, key, value, default, bench.Time.NowMicros);

        var second = bench.Start("a", first.Disk);
        bench.Send("ada", 2, partition: 1);
        bench.RunUntil(() => bench.Sums(1).Count == 2);

        var stopped = Assert.Single(second.Tasks, task => task.State == TaskState.Stopped);
        Assert.Equal(0, stopped.Partition);
        Assert.Contains(alarm, stopped.StopReason, StringComparison.Ordinal);
    }

    /// <summary>17: a compaction keeps the last of each key, and that was a stranger's; the group's offsets, which could tell instead, are gone as well.</summary>
    [Fact]
    public void An_unreadable_header_stops_the_task_where_it_has_replaced_the_true_one()
    {
        using var bench = new Bench();
        var second = ReplaceTheHeader(bench);

        Assert.Contains("is damaged", Assert.Single(second.Tasks).StopReason, StringComparison.Ordinal);
        Assert.Equal([("ada", 1)], bench.Sums());
    }

    [Fact]
    public void Control_17_passed_over_the_unreadable_header_has_everything_counted_again()
    {
        using var bench = new Bench();
        bench.Faults.PassesOverUnreadableHeaders = true;
        ReplaceTheHeader(bench);

        Assert.Equal([("ada", 1), ("ada", 2), ("ada", 4)], bench.Sums());
        Assert.StartsWith("I1", bench.Violation(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changelog_that_lost_its_end_stops_the_task()
    {
        using var bench = new Bench();
        var second = LoseTheEndOfTheChangelog(bench);

        Assert.Contains("the changelog lacks a transaction", Assert.Single(second.Tasks).StopReason, StringComparison.Ordinal);
    }

    /// <summary>17: what such a record says would be believed.</summary>
    [Theory]
    [InlineData(1, 0, 2)] // Of another owner.
    [InlineData(9, 7, 8)] // After a gap.
    public void Control_17_without_a_look_at_the_chain_a_strangers_header_moves_the_input(long sequence, long before, long after)
    {
        using var bench = new Bench(off: Protections.ChangelogChain);
        var first = bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();
        first.Kill();
        bench.Cluster.Append(bench.Changelog, [0], Header(sequence, before, after), default, bench.Time.NowMicros);

        var second = bench.Start("a", first.Disk);
        for (var number = 2; number <= 10; number++) bench.Send("ada", number);
        bench.RunUntilRead();

        Assert.Null(Assert.Single(second.Tasks).StopReason);
        Assert.StartsWith("I1", bench.Violation(), StringComparison.Ordinal);
    }

    [Fact]
    public void Control_17_without_a_look_at_the_chain_a_lost_end_is_passed_over()
    {
        using var bench = new Bench(off: Protections.ChangelogChain);
        var second = LoseTheEndOfTheChangelog(bench);

        Assert.Null(Assert.Single(second.Tasks).StopReason);
        Assert.StartsWith("I1", bench.Violation(), StringComparison.Ordinal);
    }

    /// <summary>24: offsets deleted or expired, or the coordinator's passing −1.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_group_without_offsets_goes_on_from_where_the_state_is(bool isDiskKept)
    {
        using var bench = new Bench();
        var first = bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();
        first.Kill();
        bench.GroupOffsets.Clear();

        bench.Start("a", isDiskKept ? first.Disk : null);
        bench.Send("ada", 2);
        bench.RunUntilRead();

        Assert.Equal([("ada", 1), ("ada", 3)], bench.Sums());
        Assert.Null(bench.Violation());
    }

    /// <summary>24: an operator sets the group back; what the state has seen is passed over.</summary>
    [Fact]
    public void A_group_set_back_counts_nothing_again()
    {
        using var bench = new Bench();
        var second = SetBack(bench);

        Assert.Equal([("ada", 1), ("ada", 3), ("ada", 6), ("ada", 10)], bench.Sums());
        Assert.Contains(second.Troubles, trouble => trouble.StartsWith("skipped numbers", StringComparison.Ordinal));
    }

    /// <summary>24: a worker that had to wait for its first records, and a group set back to where they began; with the disk and without.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_group_set_back_to_the_start_of_its_only_transaction_counts_nothing_again(bool isDiskKept)
    {
        using var bench = new Bench();
        var first = bench.Start("a");
        bench.Run(TimeSpan.FromSeconds(1));
        foreach (var number in new[] { 1, 2, 3 }) bench.Send("ada", number);
        bench.RunUntilRead();
        first.Kill();
        bench.GroupOffsets[Input] = 0;

        var second = bench.Start("a", isDiskKept ? first.Disk : null);
        bench.Send("ada", 4);
        bench.RunUntil(() => bench.Sums().Count == 4 || second.Tasks.Any(task => task.State == TaskState.Stopped));

        Assert.Null(Assert.Single(second.Tasks).StopReason);
        Assert.Equal([("ada", 1), ("ada", 3), ("ada", 6), ("ada", 10)], bench.Sums());
        Assert.Null(bench.Violation());
    }

    /// <summary>24: the second input's only transaction began at its beginning, the first one had come further by then.</summary>
    [Fact]
    public void A_group_set_back_in_both_inputs_counts_nothing_again()
    {
        using var bench = new Bench(inputs: 2);
        var first = bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();
        bench.Send("ada", 2, topic: "more-numbers");
        bench.RunUntil(() => bench.Sums().Count == 2 && bench.GroupOffsets.GetValueOrDefault(SecondInput) == 1);
        first.Kill();
        bench.GroupOffsets[Input] = bench.GroupOffsets[SecondInput] = 0;

        var second = bench.Start("a", first.Disk);
        bench.Send("ada", 4);
        bench.RunUntil(() => bench.Sums().Count == 3 || second.Tasks.Any(task => task.State == TaskState.Stopped));

        Assert.Equal([("ada", 1), ("ada", 3), ("ada", 7)], bench.Sums());
    }

    /// <summary>The group is where the last transaction found it, and the changelog has that transaction: half of it has happened.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_torn_transaction_stops_the_task(int inputs)
    {
        using var bench = new Bench(inputs);
        var first = bench.Start("a");
        foreach (var number in new[] { 1, 2 })
        {
            bench.Send("ada", number);
            bench.RunUntilRead(); // A transaction each.
        }

        first.Kill();
        bench.GroupOffsets[Input] = 1;

        var second = bench.Start("a", first.Disk);
        bench.RunUntil(() => second.Tasks.Any(task => task.State == TaskState.Stopped));

        Assert.Contains("it was torn", Assert.Single(second.Tasks).StopReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Control_24_without_passing_over_it_counts_again()
    {
        using var bench = new Bench(off: Protections.SkipSeenInput);
        SetBack(bench);

        Assert.Contains(("ada", 7), bench.Sums());
    }

    /// <summary>23: the disk slept while a key was deleted, and the tombstone is compacted away.</summary>
    [Fact]
    public void A_state_that_slept_too_long_is_thrown_away_and_deleted_keys_stay_deleted()
    {
        using var bench = new Bench();
        var awake = SleepThroughADeletion(bench);

        Assert.Contains(awake.Troubles, trouble => trouble.Contains("more than half the time that the changelog keeps deletions", StringComparison.Ordinal));
        Assert.DoesNotContain(awake.Disk.Files.Dump("summer", 0), entry => entry.Key[0] == 'T');
    }

    [Fact]
    public void Control_23_without_throwing_it_away_the_deleted_key_rises_again()
    {
        using var bench = new Bench(off: Protections.WipeStale);
        var awake = SleepThroughADeletion(bench);

        Assert.Contains(awake.Disk.Files.Dump("summer", 0), entry => entry.Key[0] == 'T' || bench.Keys("reminders").Count > 1);
    }

    [Fact]
    public void A_quiet_state_is_current_however_old()
    {
        using var bench = new Bench();
        var first = bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();
        bench.Run(SimulatedWork.RemindAfter * 2);
        first.Kill();
        bench.Time.Advance(TimeSpan.FromDays(100));

        var second = bench.Start("a", first.Disk);
        bench.Send("ada", 2);
        bench.RunUntilRead();

        Assert.Empty(second.Troubles);
        Assert.Null(bench.Violation());
    }

    [Fact]
    public void A_changelog_made_again_voids_the_state()
    {
        using var bench = new Bench();
        var first = bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();
        first.Kill();
        bench.Cluster.CreateTopic("summer-changelog", 1, "compact");

        var second = bench.Start("a", first.Disk);
        bench.Run(TimeSpan.FromSeconds(20));

        Assert.Contains(second.Troubles, trouble => trouble.Contains("was deleted and made again", StringComparison.Ordinal));
    }

    private static SimulatedProcess ReplaceTheHeader(Bench bench)
    {
        var first = bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();
        first.Kill();
        bench.Cluster.Append(bench.Changelog, [0], [1, 2, 3], default, bench.Time.NowMicros);
        bench.Cluster.Log(bench.Changelog).Compact(dropTombstones: false);
        bench.GroupOffsets.Clear();

        var second = bench.Start("b");
        bench.Send("ada", 2);
        bench.Run(TimeSpan.FromSeconds(20));
        return second;
    }

    /// <summary>The group has come further than the changelog tells.</summary>
    private static SimulatedProcess LoseTheEndOfTheChangelog(Bench bench)
    {
        var first = bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();
        first.Kill();
        bench.GroupOffsets[Input] += 5;
        for (var i = 0; i < 6; i++) bench.Send("ada", 1);

        var second = bench.Start("b");
        bench.Run(TimeSpan.FromSeconds(20));
        return second;
    }

    private static SimulatedProcess SetBack(Bench bench)
    {
        var first = bench.Start("a");
        foreach (var number in new[] { 1, 2, 3 })
        {
            bench.Send("ada", number);
            bench.RunUntilRead(); // A transaction each.
        }

        first.Kill();
        bench.GroupOffsets[Input] = 0;
        var second = bench.Start("a", first.Disk);
        bench.Send("ada", 4);
        bench.RunUntil(() => bench.Sums().Exists(sum => sum.Sum is 10 or 16));
        return second;
    }

    /// <summary>The timer of a key is set while the first disk is awake, fires on the second, and its tombstone is gone when the first wakes up.</summary>
    private static SimulatedProcess SleepThroughADeletion(Bench bench)
    {
        var first = bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();
        first.Kill();

        var second = bench.Start("b");
        bench.RunUntil(() => bench.Keys("reminders").Count == 1);
        bench.Send("ada", 2);
        bench.RunUntilRead();
        second.Kill();
        bench.Time.Advance(TimeSpan.FromDays(3));
        bench.Cluster.Log(bench.Changelog).Compact(dropTombstones: true);

        var awake = bench.Start("a", first.Disk);
        bench.RunUntil(() => awake.Tasks.Any(task => task.State == TaskState.Running));
        return awake;
    }

    private static byte[] Header(long sequence, long before, long after)
    {
        var bytes = new byte[1 + 8 + 8 + 2 + 2 + 8 + 2 + 8];
        bytes[0] = 1;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), sequence);
        bytes[20] = 1;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(21), before);
        bytes[30] = 1;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(31), after);
        return bytes;
    }
}

using Engage.Streams.Runtime;

namespace Engage.Streams.Tests.Engine;

/// <summary>When to commit: at the end of the input or after a moment of quiet, never too close together, never too late.</summary>
public sealed class CommitPolicyTable
{
    private static readonly StreamsOptions Options = new()
    {
        StateDirectory = "unused",
        CommitInterval = TimeSpan.FromMilliseconds(100),
        CommitQuiet = TimeSpan.FromMilliseconds(4),
        CommitSpacing = TimeSpan.FromMilliseconds(10),
        OffsetsOnlyInterval = TimeSpan.FromMilliseconds(250),
        RecordsMax = 1_000,
        UncommittedBytesMax = 1_000_000,
    };

    private static readonly CommitSituation Busy = new()
    {
        IsDirty = true,
        HasChanges = true,
        IsRequested = false,
        IsAtEnd = false,
        Records = 10,
        Bytes = 100,
        PartitionsTouched = 2,
        SinceCommit = TimeSpan.FromMilliseconds(50),
        SinceDirty = TimeSpan.FromMilliseconds(50),
        SinceRecord = TimeSpan.Zero,
    };

    [Fact]
    public void Records_that_keep_coming_are_gathered() => AssertDue(false, Busy);

    [Fact]
    public void Nothing_to_commit_is_never_due() => AssertDue(false, Busy with { IsDirty = false, IsRequested = true });

    [Fact]
    public void The_end_of_the_input_is_committed_at_once() => AssertDue(true, Busy with { IsAtEnd = true });

    [Fact]
    public void A_moment_of_quiet_is_enough() => AssertDue(true, Busy with { SinceRecord = TimeSpan.FromMilliseconds(4) });

    [Fact]
    public void The_interval_ends_all_gathering() => AssertDue(true, Busy with { SinceDirty = TimeSpan.FromMilliseconds(100) });

    [Fact]
    public void So_many_records_are_enough() => AssertDue(true, Busy with { Records = 1_000 });

    [Fact]
    public void So_many_bytes_are_enough() => AssertDue(true, Busy with { Bytes = 1_000_000 });

    [Fact]
    public void A_request_is_enough() => AssertDue(true, Busy with { IsRequested = true });

    [Fact]
    public void Two_commits_keep_their_distance() => AssertDue(false, Busy with { IsRequested = true, IsAtEnd = true, SinceCommit = TimeSpan.FromMilliseconds(9) });

    [Fact]
    public void The_distance_grows_with_the_partitions_touched()
    {
        AssertDue(false, Busy with { IsAtEnd = true, PartitionsTouched = 48, SinceCommit = TimeSpan.FromMilliseconds(29) });
        AssertDue(true, Busy with { IsAtEnd = true, PartitionsTouched = 48, SinceCommit = TimeSpan.FromMilliseconds(30) });
    }

    [Fact]
    public void Offsets_alone_can_wait()
    {
        AssertDue(false, Busy with { HasChanges = false, IsAtEnd = true, SinceDirty = TimeSpan.FromMilliseconds(200) });
        AssertDue(true, Busy with { HasChanges = false, SinceDirty = TimeSpan.FromMilliseconds(250) });
    }

    [Fact]
    public void A_poll_waits_no_longer_than_until_the_next_commit_is_due()
    {
        var policy = new CommitPolicy(Options);
        var idle = TimeSpan.FromMilliseconds(50);

        Assert.Equal(idle, policy.PollMax(Busy with { IsDirty = false }, idle));
        Assert.Equal(TimeSpan.FromMilliseconds(4), policy.PollMax(Busy, idle));
        Assert.Equal(TimeSpan.FromMilliseconds(8), policy.PollMax(Busy with { SinceCommit = TimeSpan.FromMilliseconds(2) }, idle));
        Assert.Equal(TimeSpan.Zero, policy.PollMax(Busy with { SinceRecord = TimeSpan.FromMilliseconds(9) }, idle));
    }

    private static void AssertDue(bool isDue, CommitSituation now) => Assert.Equal(isDue, new CommitPolicy(Options).IsDue(now));
}

using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Storage;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Tests.Storage;

public sealed class PartitionLogTests
{
    private static readonly string Kilobyte = new('x', 1000);

    [Fact]
    public void Batches_get_consecutive_offsets_and_are_served_from_the_one_that_holds_the_offset()
    {
        using var rig = new LogRig();
        rig.Append("a", "b", "c");
        rig.Append("d");
        rig.Append("e", "f");

        Assert.Equal(["0-2", "3-3", "4-5"], rig.Fetch(0));
        Assert.Equal(["0-2", "3-3", "4-5"], rig.Fetch(2));
        Assert.Equal(["4-5"], rig.Fetch(5));
        Assert.Empty(rig.Fetch(6));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void Offsets_outside_the_log_are_out_of_range(long offset)
    {
        using var rig = new LogRig();
        rig.Append("a", "b", "c");

        Assert.Equal(ErrorCode.OffsetOutOfRange, LogReader.Read(rig.Log, offset, IsolationLevel.ReadUncommitted, 1000, evenIfLarger: true).Error);
    }

    [Fact]
    public void A_size_limit_cuts_between_batches_and_the_first_batch_comes_even_if_it_is_larger()
    {
        using var rig = new LogRig();
        for (var batch = 0; batch < 20; batch++) rig.Append(Kilobyte);

        Assert.Equal(["3-3", "4-4"], rig.Fetch(3, maxBytes: 3000));
        Assert.Equal(["3-3"], rig.Fetch(3, maxBytes: 10));
        Assert.Empty(rig.Fetch(3, maxBytes: 10, evenIfLarger: false));
    }

    [Fact]
    public void Every_offset_finds_the_batch_that_holds_it()
    {
        const int seed = 20260301;
        using var rig = new LogRig((ConfigKeys.SegmentBytes, "20000"));
        var random = new Random(seed);
        var ends = new List<long>();
        while (ends.Count < 300)
        {
            var values = Enumerable.Range(0, random.Next(1, 6)).Select(_ => new string('y', random.Next(0, 300))).ToArray();
            ends.Add(rig.Append(values) + values.Length);
        }

        for (var offset = 0; offset < ends[^1]; offset++)
        {
            var expected = $"{ends.LastOrDefault(end => end <= offset)}-{ends.First(end => end > offset) - 1}";
            Assert.True(expected == rig.Fetch(offset, maxBytes: 1).Single(), $"offset {offset}, seed {seed}");
        }

        Assert.Equal(300, rig.FetchAll().Count);
    }

    [Fact]
    public void A_segment_rolls_when_it_is_full()
    {
        using var rig = new LogRig((ConfigKeys.SegmentBytes, "2200"));
        for (var batch = 0; batch < 5; batch++) rig.Append(Kilobyte);

        Assert.Equal(["00000000000000000000.log", "00000000000000000002.log", "00000000000000000004.log"], rig.Files(".log"));
        Assert.Equal(["00000000000000000002.prod", "00000000000000000004.prod"], rig.Files(".prod"));
        Assert.Equal(["0-0", "1-1", "2-2", "3-3", "4-4"], rig.FetchAll());
    }

    [Fact]
    public void A_segment_rolls_when_its_first_record_is_too_old()
    {
        using var rig = new LogRig((ConfigKeys.SegmentMs, "60000"));
        var start = rig.Time.GetUtcNow().ToUnixTimeMilliseconds();
        rig.Append(new Batches { TimestampMs = start }.Build());
        rig.Append(new Batches { TimestampMs = start + 60_000 }.Build());
        rig.Append(new Batches { TimestampMs = start + 60_001 }.Build());

        Assert.Equal([0, 2], rig.View.Segments.Select(segment => segment.BaseOffset));
    }

    [Fact]
    public void With_log_append_time_the_broker_stamps_batches()
    {
        using var rig = new LogRig((ConfigKeys.TimestampType, "LogAppendTime"));
        rig.Time.Advance(TimeSpan.FromMinutes(5));

        var result = rig.Append(Batches.Of("a"));

        Assert.Equal(rig.Time.GetUtcNow().ToUnixTimeMilliseconds(), result.LogAppendTimeMs);
        Assert.Equal(["0-0"], rig.Fetch(0)); // Verifies the renewed checksum as well.
    }

    [Fact]
    public void The_stable_offset_stands_at_the_earliest_open_transaction()
    {
        using var rig = new LogRig();
        rig.Append("plain"); // 0
        rig.AppendTransactional(producerId: 1, sequence: 0); // 1
        rig.AppendTransactional(producerId: 2, sequence: 0); // 2
        rig.Append("plain"); // 3
        Assert.Equal((1, 4), (rig.View.LastStableOffset, rig.View.LogEnd));
        Assert.Equal(["0-0"], rig.Fetch(0, IsolationLevel.ReadCommitted));
        Assert.Empty(rig.Fetch(1, IsolationLevel.ReadCommitted));
        Assert.Equal(4, rig.Fetch(0).Count);

        rig.End(1, TransactionOutcome.Commit); // 4
        Assert.Equal(2, rig.View.LastStableOffset);

        rig.End(2, TransactionOutcome.Abort); // 5
        Assert.Equal(6, rig.View.LastStableOffset);
        Assert.Equal([new AbortedTransaction(2, 2, 5)], rig.View.Aborted.Between(0, 6));
    }

    [Fact]
    public void Aborted_transactions_are_listed_for_the_ranges_they_touch_in_order_of_their_start()
    {
        using var rig = new LogRig();
        rig.AppendTransactional(producerId: 1, sequence: 0); // 0
        rig.AppendTransactional(producerId: 2, sequence: 0); // 1
        rig.End(2, TransactionOutcome.Abort); // 2
        rig.End(1, TransactionOutcome.Abort); // 3
        rig.AppendTransactional(producerId: 3, sequence: 0); // 4
        rig.End(3, TransactionOutcome.Abort); // 5

        Assert.Equal([1, 2, 3], AbortedBetween(0, 6));
        Assert.Equal([1], AbortedBetween(3, 4));
        Assert.Equal([3], AbortedBetween(4, 6));
        Assert.Equal([1], AbortedBetween(0, 1));

        IEnumerable<long> AbortedBetween(long offset, long end) => rig.View.Aborted.Between(offset, end).Select(entry => entry.ProducerId);
    }

    [Fact]
    public void A_transaction_without_data_here_gets_a_marker_and_no_entry()
    {
        using var rig = new LogRig();
        rig.Log.Register(1, 0);
        rig.End(1, TransactionOutcome.Abort);

        Assert.Equal((1, 1, 0), (rig.View.LogEnd, rig.View.LastStableOffset, rig.View.Aborted.Count));
    }

    [Fact]
    public void A_marker_repeated_after_a_restart_is_written_only_where_data_is_open()
    {
        using var rig = new LogRig();
        rig.AppendTransactional(producerId: 1, sequence: 0);

        rig.Log.AppendMarker(new TransactionMarker(1, 0, TransactionOutcome.Commit, OnlyIfOpen: true), rig.Config);
        rig.Log.AppendMarker(new TransactionMarker(1, 0, TransactionOutcome.Commit, OnlyIfOpen: true), rig.Config);

        Assert.Equal(2, rig.View.LogEnd);
    }

    [Fact]
    public void An_offline_log_answers_with_a_storage_error_and_stores_nothing()
    {
        using var rig = new LogRig();
        rig.Log.SetOffline(true);
        Assert.Equal(ErrorCode.StorageError, rig.Append(Batches.Of("a")).Error);
        Assert.Equal(ErrorCode.StorageError, LogReader.Read(rig.Log, 0, IsolationLevel.ReadUncommitted, 1000, evenIfLarger: true).Error);

        rig.Log.SetOffline(false);
        Assert.Equal(0, rig.Append("a"));
    }

    [Fact]
    public void Offsets_are_found_by_time_within_and_across_batches()
    {
        using var rig = new LogRig((ConfigKeys.SegmentBytes, "1200"));
        var nine = rig.Time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var second in new[] { 0, 10, 20 })
            rig.Append(new Batches { TimestampMs = nine + (second * 1000), Records = [(null, Kilobyte), (null, "one millisecond later")] }.Build());

        Assert.Equal(new TimedOffset(0, nine), Find(nine - 5));
        Assert.Equal(new TimedOffset(1, nine + 1), Find(nine + 1));
        Assert.Equal(new TimedOffset(2, nine + 10_000), Find(nine + 2));
        Assert.Equal(new TimedOffset(5, nine + 20_001), Find(nine + 20_001));
        Assert.Null(Find(nine + 20_002));
        Assert.Equal(new TimedOffset(5, nine + 20_001), OffsetFinder.Largest(rig.Log, IsolationLevel.ReadUncommitted));

        TimedOffset? Find(long timestamp) => OffsetFinder.FirstAtOrAfter(rig.Log, timestamp, IsolationLevel.ReadUncommitted);
    }

    [Fact]
    public async Task Read_committed_waiters_sleep_through_appends_and_wake_when_the_stable_offset_moves()
    {
        using var rig = new LogRig();
        rig.AppendTransactional(producerId: 1, sequence: 0);
        var committed = new FetchWaiter(IsolationLevel.ReadCommitted);
        var uncommitted = new FetchWaiter(IsolationLevel.ReadUncommitted);
        rig.Log.Waiters.Add(committed);
        rig.Log.Waiters.Add(uncommitted);

        rig.AppendTransactional(producerId: 1, sequence: 1);
        await uncommitted.Woken.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.False(committed.Woken.IsCompleted);

        rig.End(1, TransactionOutcome.Commit);
        await committed.Woken.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }
}

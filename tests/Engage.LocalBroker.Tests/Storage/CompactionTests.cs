using System.Text;
using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Records;
using Engage.LocalBroker.Storage;
using Engage.LocalBroker.Storage.Compaction;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Tests.Storage;

public sealed class CompactionTests
{
    private const string DeleteRetentionMs = "60000";

    [Fact]
    public void Only_the_newest_record_of_each_key_remains_at_its_offset()
    {
        using var rig = NewRig();
        rig.Append(Batches.Keyed(("a", "1"), ("b", "1"), ("a", "2")));
        rig.Append(Batches.Keyed(("b", "2"), ("c", "1")));

        Compact(rig);

        Assert.Equal(["2 a=2", "3 b=2", "4 c=1"], Records(rig));
        Assert.Equal(["0-2", "3-4"], rig.FetchAll());
    }

    [Fact]
    public void Untouched_batches_stay_byte_for_byte()
    {
        using var rig = NewRig();
        rig.Append(Batches.Keyed(("a", "1"), ("b", "1")));
        var before = rig.ReadAll();

        Compact(rig);

        Assert.Equal(before, rig.ReadAll());
    }

    [Fact]
    public void A_tombstone_outlives_one_cleaning_and_its_retention_then_goes()
    {
        using var rig = NewRig();
        rig.Append(Batches.Keyed(("a", "1")));
        rig.Append(Batches.Keyed(("a", null)));
        Compact(rig);
        Assert.Equal(["1 a=-"], Records(rig));

        rig.Time.Advance(TimeSpan.FromSeconds(59));
        Compact(rig);
        Assert.Equal(["1 a=-"], Records(rig));

        rig.Time.Advance(TimeSpan.FromSeconds(1));
        Compact(rig);
        Assert.Empty(Records(rig));
        Assert.Equal(2, rig.View.LogEnd);
    }

    [Fact]
    public void A_tombstone_at_an_offset_that_was_cleaned_before_the_log_was_cut_is_kept()
    {
        using var rig = NewRig();
        rig.Append(Batches.Keyed(("a", "1")));
        rig.Append(Batches.Keyed(("b", "1")));
        Compact(rig);
        rig.Time.Advance(TimeSpan.FromSeconds(60));

        rig.ReopenAfter(static directory => CutOneByte(LogFiles.Segment(directory, 0)));
        rig.Append(Batches.Keyed(("a", null)));
        Compact(rig);

        Assert.Equal(["1 a=-"], Records(rig));
    }

    [Fact]
    public void Aborted_data_goes_and_committed_data_stays()
    {
        using var rig = NewRig();
        Transaction(rig, 1, sequence: 0, TransactionOutcome.Commit, ("a", "committed"));
        Transaction(rig, 2, sequence: 0, TransactionOutcome.Abort, ("a", "aborted"));
        rig.Append(Batches.Keyed(("z", "plain")));

        Compact(rig);

        Assert.Equal(["0 a=committed", "4 z=plain"], Records(rig));
    }

    [Fact]
    public void Data_behind_an_open_transaction_is_left_alone()
    {
        using var rig = NewRig();
        rig.AppendTransactional(producerId: 1, sequence: 0);
        rig.Append(Batches.Keyed(("a", "1"), ("a", "2")));

        Compact(rig);

        Assert.Equal(["1 a=1", "2 a=2"], Records(rig).Where(record => record.Contains(" a=")));
    }

    [Fact]
    public void Old_markers_go_when_nothing_of_their_transaction_is_left_and_the_aborted_entry_with_them()
    {
        using var rig = NewRig();
        Transaction(rig, 1, sequence: 0, TransactionOutcome.Abort, ("a", "1"));
        Transaction(rig, 1, sequence: 1, TransactionOutcome.Commit, ("a", "2"));
        Compact(rig);
        Assert.Equal(1, rig.View.Aborted.Count);

        rig.Time.Advance(TimeSpan.FromMinutes(1));
        Compact(rig);

        Assert.Equal(0, rig.View.Aborted.Count);
        Assert.Equal(["2-2", "3-3"], rig.FetchAll());
        rig.Reopen();
        Assert.Equal((0, rig.View.LogEnd), (rig.View.Aborted.Count, rig.View.LastStableOffset));
    }

    [Fact]
    public void A_producer_goes_on_in_sequence_after_compaction_and_restart()
    {
        using var rig = NewRig();
        rig.Append(new Batches { ProducerId = 5, Epoch = 1, Sequence = 0, Records = [("a", "1"), ("b", "1")] }.Build());
        rig.Append(Batches.Keyed(("a", "2"), ("b", "2")));

        Compact(rig);
        rig.Reopen();

        Assert.Equal(["2 a=2", "3 b=2"], Records(rig));
        Assert.Equal(0, rig.Append(new Batches { ProducerId = 5, Epoch = 1, Sequence = 0, Records = [("a", "1"), ("b", "1")] }.Build()).BaseOffset);
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, rig.Append(new Batches { ProducerId = 5, Epoch = 1, Sequence = 9 }.Build()).Error);
        Assert.Equal(ErrorCode.None, rig.Append(new Batches { ProducerId = 5, Epoch = 1, Sequence = 2 }.Build()).Error);
    }

    [Fact]
    public void Zstd_batches_are_kept_whole_and_so_is_a_tombstone_above_them()
    {
        using var rig = NewRig();
        var opaque = new Batches { Codec = CompressionCodec.Zstd, Payload = [1, 2, 3], Records = [("a", "?")] }.Build();
        rig.Append(opaque);
        rig.Append(Batches.Keyed(("a", null)));
        Compact(rig);
        rig.Time.Advance(TimeSpan.FromMinutes(5));

        Compact(rig);

        Assert.Equal(["0-0", "1-1"], rig.FetchAll());
    }

    [Fact]
    public void Small_neighbours_become_one_segment()
    {
        using var rig = NewRig();
        for (var round = 0; round < 5; round++)
        {
            rig.Append(Batches.Keyed(("k", $"{round}")));
            rig.Log.RollActive();
        }

        Compact(rig);

        Assert.Equal([0, 5], rig.View.Segments.Select(segment => segment.BaseOffset));
        Assert.Equal(["4 k=4"], Records(rig));
    }

    [Fact]
    public void A_round_that_is_not_due_changes_nothing()
    {
        using var rig = NewRig((ConfigKeys.MinCleanableDirtyRatio, "0.9"));
        rig.Append(Batches.Keyed(("a", new string('x', 500))));
        Compact(rig);
        rig.Append(Batches.Keyed(("a", "2")));
        rig.Log.RollActive();

        new Compactor(rig.Log, rig.Config, rig.Context).RunIfDue();

        Assert.Equal(2, Records(rig).Count);
    }

    [Theory]
    [InlineData("CompactBeforeSwap")]
    [InlineData("CompactMidSwap")]
    public void A_death_at_any_step_of_the_swap_loses_no_newest_record(string point)
    {
        using var rig = NewRig();
        for (var round = 0; round < 3; round++)
        {
            rig.Append(Batches.Keyed(("a", $"{round}"), ($"only-{round}", "x")));
            rig.Log.RollActive();
        }

        rig.CrashPoints.Arm(Enum.Parse<CrashPoint>(point));
        Assert.Throws<BrokerCrashException>(() => Compact(rig));
        rig.Reopen();

        Assert.Contains("4 a=2", Records(rig));
        Assert.All([0, 1, 2], round => Assert.Contains(Records(rig), record => record.EndsWith($" only-{round}=x", StringComparison.Ordinal)));
        Compact(rig);
        Assert.Equal(4, Records(rig).Count);
    }

    [Fact]
    public void Any_history_compacts_to_the_same_final_map_and_does_so_again_after_a_restart()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        using var rig = NewRig((ConfigKeys.SegmentBytes, "2000"));
        var expected = new Dictionary<string, string>();
        for (var step = 0; step < 400; step++)
        {
            var records = Enumerable.Range(0, random.Next(1, 4)).Select(_ => ((string?)$"k{random.Next(20)}", (string?)(random.Next(5) == 0 ? null : $"v{step}"))).ToArray();
            var aborts = random.Next(4) == 0;
            if (random.Next(2) == 0) rig.Append(Batches.Keyed(records));
            else Transaction(rig, 9, step, aborts ? TransactionOutcome.Abort : TransactionOutcome.Commit, records);
            if (!(rig.View.Aborted.Between(rig.View.LogEnd - 1, rig.View.LogEnd).Count > 0)) Fold(expected, records);
            if (random.Next(50) == 0) Compact(rig);
            rig.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Compact(rig);
        Assert.True(Same(expected, FinalMap(rig)), $"seed {seed}");
        rig.Reopen();
        Compact(rig);
        Assert.True(Same(expected, FinalMap(rig)), $"after restart, seed {seed}");
        Assert.True(Records(rig).Count < 200, $"seed {seed}");
    }

    private static LogRig NewRig(params (string Name, string Value)[] more) =>
        new([(ConfigKeys.CleanupPolicy, "compact"), (ConfigKeys.DeleteRetentionMs, DeleteRetentionMs), .. more]);

    private static void Compact(LogRig rig) => new Compactor(rig.Log, rig.Config, rig.Context).RunNow();

    private static void CutOneByte(string path)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(file.Length - 1);
    }

    private static void Transaction(LogRig rig, long producerId, int sequence, TransactionOutcome outcome, params (string? Key, string? Value)[] records)
    {
        rig.Log.Register(producerId, 0);
        var known = rig.Log.NewestBatches().ContainsKey(producerId);
        rig.Append(new Batches { ProducerId = producerId, Epoch = 0, Sequence = known ? NextSequence(rig, producerId) : sequence, Transactional = true, Records = records }.Build());
        rig.End(producerId, outcome);
    }

    private static int NextSequence(LogRig rig, long producerId) =>
        rig.ReadAll().Where(batch => new BatchHeader(batch) is { IsControl: false } header && header.ProducerId == producerId).Select(batch => new BatchHeader(batch).LastSequence + 1).LastOrDefault();

    private static void Fold(Dictionary<string, string> map, (string? Key, string? Value)[] records)
    {
        foreach (var (key, value) in records)
        {
            if (value is null) map.Remove(key!);
            else map[key!] = value;
        }
    }

    /// <summary>What a read-committed consumer that starts at 0 ends up with.</summary>
    private static Dictionary<string, string> FinalMap(LogRig rig)
    {
        var map = new Dictionary<string, string>();
        var aborted = new AbortedRanges(rig.View.Aborted);
        foreach (var batch in rig.ReadAll())
        {
            if (!aborted.Contains(new BatchHeader(batch))) Fold(map, [.. Decode(batch).Select(record => ((string?)record.Key, record.Value))]);
        }

        return map;
    }

    private static bool Same(Dictionary<string, string> left, Dictionary<string, string> right) =>
        left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out var value) && value == pair.Value);

    private static List<string> Records(LogRig rig) =>
        [.. rig.ReadAll().SelectMany(Decode).Select(record => $"{record.Offset} {record.Key}={record.Value ?? "-"}")];

    private static List<(long Offset, string Key, string? Value)> Decode(byte[] batch)
    {
        var decoded = new List<(long, string, string?)>();
        var header = new BatchHeader(batch);
        if (header.IsControl || header.Codec != CompressionCodec.None) return decoded;

        var records = new RecordReader(batch.AsSpan(BatchHeader.SizeBytes));
        while (records.MoveNext())
        {
            var record = records.Current;
            var key = record.HasKey ? Encoding.UTF8.GetString(record.Key) : "";
            var value = record.HasValue ? Encoding.UTF8.GetString(record.Value) : null;
            decoded.Add((header.BaseOffset + record.OffsetDelta, key, value));
        }

        return decoded;
    }
}

using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Records;
using Engage.LocalBroker.Storage;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Tests.Storage;

public sealed class LogRecoveryTests
{
    private static readonly string Kilobyte = new('x', 1000);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Everything_answered_is_there_again(bool verifyAll)
    {
        using var rig = new LogRig((ConfigKeys.SegmentBytes, "2200"));
        for (var batch = 0; batch < 7; batch++) rig.Append(Kilobyte);

        rig.Reopen(verifyAll);

        Assert.Empty(rig.Reports);
        Assert.Equal(["0-0", "1-1", "2-2", "3-3", "4-4", "5-5", "6-6"], rig.FetchAll());
        Assert.Equal(7, rig.Append("next"));
    }

    /// <summary>Recovery reads files in chunks: a whole batch that lies across two of them must not be taken for a torn one.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Batches_across_the_ends_of_what_is_read_at_once_are_there_again(bool verifyAll)
    {
        using var rig = new LogRig();
        var batches = 3 * BatchWalker.LongChunkBytes / Kilobyte.Length;
        for (var batch = 0; batch < batches; batch++) rig.Append(batch + Kilobyte); // All different, so that no batch has another's checksum.

        rig.Reopen(verifyAll);

        Assert.Empty(rig.Reports);
        Assert.Equal(batches, rig.View.LogEnd);
    }

    [Fact]
    public void A_last_batch_torn_at_any_byte_is_cut_off_and_its_offset_given_again()
    {
        var whole = Batches.Of("torn").Length;
        for (var kept = 1; kept < whole; kept++)
        {
            using var rig = new LogRig();
            rig.Append("a");
            rig.Append("torn");

            var missing = whole - kept;
            rig.ReopenAfter(directory => Cut(LogFiles.Segment(directory, 0), missing));

            Assert.Single(rig.Reports);
            Assert.Equal(["0-0"], rig.FetchAll());
            Assert.Equal(1, rig.Append("b"));
        }
    }

    [Fact]
    public void A_flipped_byte_in_an_old_segment_cuts_there_and_drops_what_follows()
    {
        using var rig = new LogRig((ConfigKeys.SegmentBytes, "2200"));
        for (var batch = 0; batch < 6; batch++) rig.Append(Kilobyte);

        rig.ReopenAfter(directory => Flip(LogFiles.Segment(directory, 2), position: 1500)); // In the batch with offset 3.

        Assert.Equal(["0-0", "1-1", "2-2"], rig.FetchAll());
        Assert.Equal(["00000000000000000000.log", "00000000000000000002.log"], rig.Files(".log"));
        Assert.Equal(3, rig.Append("b"));
    }

    [Fact]
    public void Control_without_the_scan_a_flipped_byte_stays_and_a_retry_is_written_twice()
    {
        using var rig = new LogRig { Scans = false };
        for (var sequence = 0; sequence < 3; sequence++) rig.Append(Batches.From(producerId: 5, epoch: 2, sequence));

        rig.ReopenAfter(directory => Flip(LogFiles.Segment(directory, 0), position: 62)); // In the first batch, behind its head.

        Assert.Empty(rig.Reports);
        Assert.Equal(3, rig.Append(Batches.From(5, 2, 2)).BaseOffset); // 2 was its place.
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(rig.FetchAll); // Its checksum is wrong.
    }

    [Fact]
    public void After_a_clean_stop_only_the_active_segment_is_verified()
    {
        using var rig = new LogRig((ConfigKeys.SegmentBytes, "2200"));
        for (var batch = 0; batch < 6; batch++) rig.Append(Kilobyte);
        rig.Log.Dispose();
        Flip(LogFiles.Segment(rig.Directory, 0), position: 500);
        Flip(LogFiles.Segment(rig.Directory, 4), position: 500);

        rig.Reopen(verifyAll: false);

        Assert.Equal(4, rig.View.LogEnd);
    }

    [Fact]
    public void Producers_sequences_survive_so_that_a_retry_is_no_duplicate()
    {
        using var rig = new LogRig((ConfigKeys.SegmentBytes, "1024"));
        for (var sequence = 0; sequence < 40; sequence++) rig.Append(Batches.From(producerId: 5, epoch: 2, sequence));

        rig.Reopen();

        Assert.Equal(38, rig.Append(Batches.From(5, 2, 38)).BaseOffset);
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, rig.Append(Batches.From(5, 2, 41)).Error);
        Assert.Equal(40, rig.Append(Batches.From(5, 2, 40)).BaseOffset);
    }

    [Fact]
    public void Producers_sequences_survive_the_deletion_of_all_their_batches()
    {
        using var rig = new LogRig((ConfigKeys.SegmentBytes, "1024"));
        for (var sequence = 0; sequence < 3; sequence++) rig.Append(Batches.From(producerId: 5, epoch: 2, sequence));
        for (var batch = 0; batch < 3; batch++) rig.Append(Kilobyte[..900]);
        rig.Log.MoveLogStart(5);
        Assert.Equal(["00000000000000000005.log"], rig.Files(".log"));

        rig.Reopen(logStart: 5);

        Assert.Equal(2, rig.Append(Batches.From(5, 2, 2)).BaseOffset);
        Assert.Equal(6, rig.Append(Batches.From(5, 2, 3)).BaseOffset);
    }

    [Fact]
    public void Open_transactions_and_aborted_ones_are_known_again()
    {
        using var rig = new LogRig((ConfigKeys.SegmentBytes, "1024"));
        rig.AppendTransactional(producerId: 1, sequence: 0); // 0
        rig.End(1, TransactionOutcome.Abort); // 1
        rig.AppendTransactional(producerId: 2, sequence: 0, epoch: 4); // 2
        rig.Append(Kilobyte[..900]); // 3

        rig.Reopen();

        Assert.Equal((2, 4), (rig.View.LastStableOffset, rig.View.LogEnd));
        Assert.Equal([new AbortedTransaction(1, 0, 1)], rig.View.Aborted.Between(0, 4));
        Assert.Equal([(2L, (short)4, 2L)], rig.Log.OpenTransactions());

        rig.End(2, TransactionOutcome.Commit, epoch: 4);
        Assert.Equal(5, rig.View.LastStableOffset);
    }

    [Fact]
    public void A_log_emptied_after_a_roll_goes_on_where_it_was()
    {
        using var rig = new LogRig();
        rig.Append("a", "b", "c");
        rig.Log.RollActive();
        rig.Log.MoveLogStart(3);

        rig.Reopen();

        Assert.Equal((3, 3), (rig.View.LogStart, rig.View.LogEnd));
        Assert.Equal(3, rig.Append("d"));
    }

    [Fact]
    public void Without_files_the_log_starts_and_ends_at_the_journaled_start()
    {
        using var rig = new LogRig();

        rig.ReopenAfter(directory => Directory.Delete(directory, recursive: true), logStart: 42);

        Assert.Equal(42, rig.Append("a"));
    }

    [Fact]
    public void An_unfinished_cleaning_is_deleted_and_a_begun_swap_completed()
    {
        using var rig = new LogRig((ConfigKeys.SegmentBytes, "2200"));
        for (var batch = 0; batch < 6; batch++) rig.Append(Kilobyte);

        rig.ReopenAfter(directory =>
        {
            File.WriteAllBytes(LogFiles.Named(directory, 0, LogFiles.CleanedExtension), [1, 2, 3]);
            File.WriteAllBytes(LogFiles.Named(directory, 0, LogFiles.SwapExtension), [.. Placed(0, "new"), .. Placed(3, "new")]);
            File.Delete(LogFiles.Segment(directory, 0)); // The first of the two old segments is already gone.
        });

        Assert.Equal(["0-0", "3-3", "4-4", "5-5"], rig.FetchAll());
        Assert.Equal(["00000000000000000000.log", "00000000000000000004.log"], rig.Files(".log"));
        Assert.Empty(rig.Files(".swap"));
        Assert.Empty(rig.Files(".cleaned"));
    }

    private static byte[] Placed(long offset, string value)
    {
        var batch = Batches.Of(value);
        BatchEditing.Place(batch, offset);
        return batch;
    }

    private static void Cut(string path, int bytes)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.SetLength(file.Length - bytes);
    }

    private static void Flip(string path, int position)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.Position = position;
        var value = file.ReadByte();
        file.Position = position;
        file.WriteByte((byte)(value ^ 0x40));
    }
}

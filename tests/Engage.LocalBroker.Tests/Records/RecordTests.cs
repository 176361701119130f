using System.Text;
using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Records;

namespace Engage.LocalBroker.Tests.Records;

public sealed class RecordTests
{
    [Fact]
    public void The_checksum_is_Castagnolis()
    {
        Assert.Equal(0xE3069283u, Crc32C.Compute("123456789"u8));
        Assert.Equal(0u, Crc32C.Compute([]));
    }

    [Theory]
    [InlineData(0, 5, 5)]
    [InlineData(int.MaxValue, 1, 0)]
    [InlineData(int.MaxValue - 1, 3, 1)]
    public void Sequences_wrap_from_the_largest_integer_to_zero(int sequence, int count, int expected) =>
        Assert.Equal(expected, SequenceNumber.Add(sequence, count));

    [Fact]
    public void A_marker_is_one_control_record_with_the_producers_identity()
    {
        var batch = new byte[ControlBatch.SizeBytes];
        ControlBatch.Write(batch, new TransactionMarker(7, 3, TransactionOutcome.Commit), nowMs: 1000);

        var header = new BatchHeader(batch);
        Assert.Equal(ControlBatch.SizeBytes, header.TotalBytes);
        Assert.True(header.IsControl && header.IsTransactional);
        Assert.Equal((7L, (short)3, -1, 0, 1, 1000L), (header.ProducerId, header.ProducerEpoch, header.BaseSequence, header.LastOffsetDelta, header.RecordCount, header.MaxTimestamp));
        Assert.Equal(BatchEditing.ComputeCrc(batch), header.Crc);
        Assert.Equal("20" + "00" + "00" + "00" + "08" + "00000001" + "0C" + "000000000000" + "00", Convert.ToHexString(batch.AsSpan(BatchHeader.SizeBytes)));
        Assert.Equal(TransactionOutcome.Commit, ControlBatch.ReadOutcome(batch));
    }

    [Fact]
    public void Moving_a_batch_leaves_its_checksum_valid_and_stamping_it_renews_the_checksum()
    {
        var batch = Batches.Of("a", "b");
        BatchEditing.Place(batch, 1234);
        Assert.Equal(new BatchHeader(batch).Crc, BatchEditing.ComputeCrc(batch));

        var before = new BatchHeader(batch).BaseTimestamp;
        BatchEditing.StampLogAppendTime(batch, 99);
        var header = new BatchHeader(batch);
        Assert.Equal(header.Crc, BatchEditing.ComputeCrc(batch));
        Assert.Equal((1235L, 99L, before), (header.LastOffset, header.MaxTimestamp, header.BaseTimestamp));
        Assert.True(header.UsesLogAppendTime);
    }

    [Fact]
    public void Records_are_walked_with_keys_tombstones_and_deltas()
    {
        var batch = Batches.Keyed(("k", "v"), ("k", null), (null, "x"));
        var seen = new List<string>();
        var records = new RecordReader(batch.AsSpan(BatchHeader.SizeBytes));
        while (records.MoveNext())
        {
            var record = records.Current;
            seen.Add($"{record.OffsetDelta} {(record.HasKey ? Encoding.UTF8.GetString(record.Key) : "-")} {(record.HasValue ? "value" : "tombstone")} +{record.TimestampDelta}");
        }

        Assert.Equal(["0 k value +0", "1 k tombstone +1", "2 - value +2"], seen);
    }

    [Fact]
    public void Records_cut_at_any_byte_are_invalid_data()
    {
        var records = new Batches { Records = [("key", "value")] }.EncodeRecords();
        for (var length = 1; length < records.Length; length++)
        {
            var cut = records[..length];
            Assert.Throws<InvalidDataException>(() => new RecordReader(cut).MoveNext());
        }
    }
}

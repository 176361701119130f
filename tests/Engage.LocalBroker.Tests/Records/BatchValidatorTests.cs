using System.Buffers.Binary;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Records;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Tests.Records;

public sealed class BatchValidatorTests
{
    private const long NowMs = 1_772_355_600_000;

    [Fact]
    public void A_plain_batch_passes() => Assert.Equal(ErrorCode.None, Check(Batches.Of("a", "b")));

    [Fact]
    public void Missing_records_are_invalid() => Assert.Equal(ErrorCode.InvalidRecord, Check([]));

    [Fact]
    public void Two_batches_in_one_field_are_invalid() => Assert.Equal(ErrorCode.InvalidRecord, Check([.. Batches.Of("a"), .. Batches.Of("b")]));

    [Fact]
    public void A_batch_cut_short_is_invalid() => Assert.Equal(ErrorCode.InvalidRecord, Check(Batches.Of("a")[..^1]));

    [Fact]
    public void An_older_message_format_is_invalid() => Assert.Equal(ErrorCode.InvalidRecord, Check(Patched(batch => batch[BatchHeader.MagicAt] = 1)));

    [Fact]
    public void A_base_offset_is_the_brokers_to_give() => Assert.Equal(ErrorCode.InvalidRecord, Check(Patched(batch => batch[7] = 1)));

    [Fact]
    public void A_flipped_bit_is_a_corrupt_message()
    {
        var batch = Batches.Of("a");
        batch[^1] ^= 1;

        Assert.Equal(ErrorCode.CorruptMessage, Check(batch));
    }

    [Fact]
    public void Counts_must_agree() =>
        Assert.Equal(ErrorCode.InvalidRecord, Check(Patched(batch => BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(BatchHeader.RecordCountAt), 3))));

    [Fact]
    public void Clients_may_not_send_control_batches() =>
        Assert.Equal(ErrorCode.InvalidRecord, Check(Patched(batch => batch[BatchHeader.CrcStart + 1] = (byte)BatchAttributes.Control)));

    [Fact]
    public void An_idempotent_batch_needs_a_sequence() => Assert.Equal(ErrorCode.InvalidRecord, Check(new Batches { ProducerId = 1, Epoch = 0 }.Build()));

    [Fact]
    public void A_batch_above_the_topics_limit_is_too_large() =>
        Assert.Equal(ErrorCode.MessageTooLarge, Check(Batches.Of(new string('x', 300)), (ConfigKeys.MaxMessageBytes, "300")));

    [Fact]
    public void A_batch_above_the_segment_size_is_too_large_a_list() =>
        Assert.Equal(ErrorCode.RecordListTooLarge, Check(Batches.Of(new string('x', 2000)), (ConfigKeys.SegmentBytes, "1024")));

    [Fact]
    public void A_record_from_the_far_future_is_refused() =>
        Assert.Equal(ErrorCode.InvalidTimestamp, Check(new Batches { TimestampMs = NowMs + 3_600_001 }.Build()));

    [Fact]
    public void The_future_does_not_matter_where_the_broker_sets_the_time() =>
        Assert.Equal(ErrorCode.None, Check(new Batches { TimestampMs = NowMs + 3_600_001 }.Build(), (ConfigKeys.TimestampType, "LogAppendTime")));

    [Fact]
    public void A_record_older_than_allowed_is_refused_where_the_topic_limits_age() =>
        Assert.Equal(ErrorCode.InvalidTimestamp, Check(new Batches { TimestampMs = NowMs - 1001 }.Build(), (ConfigKeys.TimestampBeforeMaxMs, "1000")));

    [Fact]
    public void A_compacted_topic_needs_keys() =>
        Assert.Equal(ErrorCode.InvalidRecord, Check(Batches.Keyed(("k", "v"), (null, "v")), (ConfigKeys.CleanupPolicy, "compact")));

    [Fact]
    public void Keys_of_zstd_batches_are_taken_on_trust() =>
        Assert.Equal(ErrorCode.None, Check(new Batches { Codec = CompressionCodec.Zstd, Payload = [1, 2, 3] }.Build(), (ConfigKeys.CleanupPolicy, "compact")));

    [Fact]
    public void Damaged_compressed_records_of_a_compacted_topic_are_corrupt() =>
        Assert.Equal(ErrorCode.CorruptMessage, Check(new Batches { Codec = CompressionCodec.Lz4, Payload = [1, 2, 3, 4] }.Build(), (ConfigKeys.CleanupPolicy, "compact")));

    private static byte[] Patched(Action<byte[]> patch)
    {
        var batch = Batches.Of("a");
        patch(batch);
        BatchEditing.RenewCrc(batch);
        return batch;
    }

    private static ErrorCode Check(byte[] batch, params (string Name, string Value)[] overrides) =>
        BatchValidator.Check(batch, TopicConfig.From(overrides.ToDictionary(pair => pair.Name, pair => pair.Value)), NowMs);
}

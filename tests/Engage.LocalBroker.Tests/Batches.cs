using System.Buffers.Binary;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Records;

namespace Engage.LocalBroker.Tests;

/// <summary>Builds record batches as a producer would send them.</summary>
internal sealed record Batches
{
    public IReadOnlyList<(string? Key, string? Value)> Records { get; init; } = [(null, "value")];

    public long ProducerId { get; init; } = -1;

    public short Epoch { get; init; } = -1;

    public int Sequence { get; init; } = -1;

    public bool Transactional { get; init; }

    public long TimestampMs { get; init; } = 1_772_355_600_000; // 2026-03-01 09:00 UTC, where ManualTime starts.

    public CompressionCodec Codec { get; init; } = CompressionCodec.None;

    /// <summary>Replaces the encoded records, for instance by their compressed form.</summary>
    public byte[]? Payload { get; init; }

    public static byte[] Of(params string[] values) => new Batches { Records = [.. values.Select(value => ((string?)null, (string?)value))] }.Build();

    public static byte[] Keyed(params (string? Key, string? Value)[] records) => new Batches { Records = records }.Build();

    /// <summary>A batch of this producer with <paramref name="count"/> records.</summary>
    public static byte[] From(long producerId, short epoch, int sequence, int count = 1, bool transactional = false) => new Batches
    {
        ProducerId = producerId,
        Epoch = epoch,
        Sequence = sequence,
        Transactional = transactional,
        Records = [.. Enumerable.Range(0, count).Select(index => ((string?)null, (string?)$"v{index}"))],
    }.Build();

    public byte[] Build()
    {
        var records = Payload ?? EncodeRecords();
        var batch = new byte[BatchHeader.SizeBytes + records.Length];
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(8), batch.Length - BatchHeader.PrefixBytes);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(BatchHeader.LeaderEpochAt), -1);
        batch[BatchHeader.MagicAt] = 2;
        var attributes = (short)((int)Codec + (Transactional ? 0x10 : 0));
        BinaryPrimitives.WriteInt16BigEndian(batch.AsSpan(BatchHeader.CrcStart), attributes);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(BatchHeader.LastOffsetDeltaAt), Records.Count - 1);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(BatchHeader.BaseTimestampAt), TimestampMs);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(BatchHeader.MaxTimestampAt), TimestampMs + Records.Count - 1);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(BatchHeader.ProducerIdAt), ProducerId);
        BinaryPrimitives.WriteInt16BigEndian(batch.AsSpan(BatchHeader.ProducerEpochAt), Epoch);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(BatchHeader.BaseSequenceAt), Sequence);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(BatchHeader.RecordCountAt), Records.Count);
        records.CopyTo(batch, BatchHeader.SizeBytes);
        BatchEditing.RenewCrc(batch);
        return batch;
    }

    /// <summary>The records section, uncompressed; each record is one millisecond younger than the one before.</summary>
    public byte[] EncodeRecords()
    {
        using var all = new GrowingBuffer();
        for (var index = 0; index < Records.Count; index++)
        {
            using var fields = new GrowingBuffer();
            fields.Claim(1)[0] = 0;
            WriteVarint(fields, index);
            WriteVarint(fields, index);
            WriteText(fields, Records[index].Key);
            WriteText(fields, Records[index].Value);
            WriteVarint(fields, 0);
            WriteVarint(all, fields.Length);
            fields.Written.CopyTo(all.Claim(fields.Length));
        }

        return all.Written.ToArray();
    }

    private static void WriteText(GrowingBuffer buffer, string? text)
    {
        if (text is null)
        {
            WriteVarint(buffer, -1);
            return;
        }

        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        WriteVarint(buffer, bytes.Length);
        bytes.CopyTo(buffer.Claim(bytes.Length));
    }

    private static void WriteVarint(GrowingBuffer buffer, int value)
    {
        var zigZag = (uint)((value << 1) ^ (value >> 31));
        for (; zigZag >= 0x80; zigZag >>= 7) buffer.Claim(1)[0] = (byte)(zigZag | 0x80);
        buffer.Claim(1)[0] = (byte)zigZag;
    }
}

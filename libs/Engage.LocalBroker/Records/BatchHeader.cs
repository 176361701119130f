using System.Buffers.Binary;

namespace Engage.LocalBroker.Records;

/// <summary>Reads the fixed head of a record batch, magic 2, without decoding the records behind it.</summary>
/// <remarks>
/// <code>
///  0 base_offset i64      16 magic i8         27 base_timestamp i64   51 producer_epoch i16
///  8 batch_length i32     17 crc u32          35 max_timestamp i64    53 base_sequence i32
/// 12 leader_epoch i32     21 attributes i16   43 producer_id i64      57 record_count i32
///                         23 last_offset_delta i32                    61 records
/// </code>
/// The CRC covers everything from byte 21 on, so base offset and leader epoch may be rewritten without touching it.
/// See https://kafka.apache.org/documentation/#recordbatch.
/// </remarks>
internal readonly ref struct BatchHeader
{
    /// <summary>Size of the head; a batch without records is exactly this long.</summary>
    public const int SizeBytes = 61;

    /// <summary>The bytes before batch_length's own count begins: base offset and batch_length itself.</summary>
    public const int PrefixBytes = 12;

    /// <summary>Where the CRC's cover begins.</summary>
    public const int CrcStart = 21;

    internal const int LeaderEpochAt = 12;
    internal const int MagicAt = 16;
    internal const int CrcAt = 17;
    internal const int LastOffsetDeltaAt = 23;
    internal const int BaseTimestampAt = 27;
    internal const int MaxTimestampAt = 35;
    internal const int ProducerIdAt = 43;
    internal const int ProducerEpochAt = 51;
    internal const int BaseSequenceAt = 53;
    internal const int RecordCountAt = 57;

    private readonly ReadOnlySpan<byte> bytes;

    /// <param name="bytes">At least <see cref="SizeBytes"/> bytes from the batch's start.</param>
    public BatchHeader(ReadOnlySpan<byte> bytes) => this.bytes = bytes[..SizeBytes];

    public long BaseOffset => BinaryPrimitives.ReadInt64BigEndian(bytes);

    /// <summary>Size of the whole batch, head included.</summary>
    public long TotalBytes => (long)BinaryPrimitives.ReadInt32BigEndian(bytes[8..]) + PrefixBytes;

    public byte Magic => bytes[MagicAt];

    public uint Crc => BinaryPrimitives.ReadUInt32BigEndian(bytes[CrcAt..]);

    public BatchAttributes Attributes => (BatchAttributes)BinaryPrimitives.ReadInt16BigEndian(bytes[CrcStart..]);

    public int LastOffsetDelta => BinaryPrimitives.ReadInt32BigEndian(bytes[LastOffsetDeltaAt..]);

    public long LastOffset => BaseOffset + LastOffsetDelta;

    public long BaseTimestamp => BinaryPrimitives.ReadInt64BigEndian(bytes[BaseTimestampAt..]);

    public long MaxTimestamp => BinaryPrimitives.ReadInt64BigEndian(bytes[MaxTimestampAt..]);

    /// <summary>-1 when the producer is not idempotent.</summary>
    public long ProducerId => BinaryPrimitives.ReadInt64BigEndian(bytes[ProducerIdAt..]);

    public short ProducerEpoch => BinaryPrimitives.ReadInt16BigEndian(bytes[ProducerEpochAt..]);

    /// <summary>-1 when there is none, as in control batches.</summary>
    public int BaseSequence => BinaryPrimitives.ReadInt32BigEndian(bytes[BaseSequenceAt..]);

    public int LastSequence => SequenceNumber.Add(BaseSequence, LastOffsetDelta);

    /// <summary>0 in a batch that compaction emptied.</summary>
    public int RecordCount => BinaryPrimitives.ReadInt32BigEndian(bytes[RecordCountAt..]);

    public bool IsTransactional => Attributes.HasFlag(BatchAttributes.Transactional);

    public bool IsControl => Attributes.HasFlag(BatchAttributes.Control);

    public bool UsesLogAppendTime => Attributes.HasFlag(BatchAttributes.LogAppendTime);

    public CompressionCodec Codec => (CompressionCodec)((short)Attributes & 0x7);
}

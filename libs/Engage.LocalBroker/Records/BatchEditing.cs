using System.Buffers.Binary;

namespace Engage.LocalBroker.Records;

/// <summary>Rewrites the fields of a batch that belong to the broker.</summary>
internal static class BatchEditing
{
    /// <summary>Gives the batch its place in the log. The leader epoch is always 0 here; neither field is under the CRC.</summary>
    public static void Place(Span<byte> batch, long baseOffset)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch, baseOffset);
        BinaryPrimitives.WriteInt32BigEndian(batch[BatchHeader.LeaderEpochAt..], 0);
    }

    /// <summary>Makes <paramref name="nowMs"/> the time of every record: readers take the largest timestamp once the bit is set. Renews the CRC.</summary>
    public static void StampLogAppendTime(Span<byte> batch, long nowMs)
    {
        var attributes = (short)(new BatchHeader(batch).Attributes | BatchAttributes.LogAppendTime);
        BinaryPrimitives.WriteInt16BigEndian(batch[BatchHeader.CrcStart..], attributes);
        BinaryPrimitives.WriteInt64BigEndian(batch[BatchHeader.MaxTimestampAt..], nowMs);
        RenewCrc(batch);
    }

    /// <summary>Makes the head of <paramref name="batch"/> true for uncompressed records that fill the rest of the span. Renews the CRC.</summary>
    public static void Resize(Span<byte> batch, int recordCount, long maxTimestamp)
    {
        const int codecBits = 0x7;
        var attributes = (int)new BatchHeader(batch).Attributes & ~codecBits;
        BinaryPrimitives.WriteInt32BigEndian(batch[8..], batch.Length - BatchHeader.PrefixBytes);
        BinaryPrimitives.WriteInt16BigEndian(batch[BatchHeader.CrcStart..], (short)attributes);
        BinaryPrimitives.WriteInt64BigEndian(batch[BatchHeader.MaxTimestampAt..], maxTimestamp);
        BinaryPrimitives.WriteInt32BigEndian(batch[BatchHeader.RecordCountAt..], recordCount);
        RenewCrc(batch);
    }

    public static uint ComputeCrc(ReadOnlySpan<byte> batch) => Crc32C.Compute(batch[BatchHeader.CrcStart..]);

    public static void RenewCrc(Span<byte> batch) => BinaryPrimitives.WriteUInt32BigEndian(batch[BatchHeader.CrcAt..], ComputeCrc(batch));
}

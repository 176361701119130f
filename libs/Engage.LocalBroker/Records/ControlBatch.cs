using System.Buffers.Binary;
using Engage.LocalBroker.Coordination;

namespace Engage.LocalBroker.Records;

/// <summary>A transaction's end as a log holds it: one control record in a batch of its own.</summary>
/// <remarks>
/// Record: length, attributes 0, timestamp delta 0, offset delta 0, key (version i16 = 0, type i16), value (version i16 = 0,
/// coordinator epoch i32 = 0), no headers. Consumers look only at the key.
/// </remarks>
internal static class ControlBatch
{
    public const int SizeBytes = BatchHeader.SizeBytes + RecordBytes;

    private const int KeyBytes = 4;
    private const int ValueBytes = 6;
    private const int RecordBytes = 1 + 3 + 1 + KeyBytes + 1 + ValueBytes + 1;

    /// <summary>Writes the marker into the first <see cref="SizeBytes"/> of <paramref name="batch"/>, with base offset 0.</summary>
    public static void Write(Span<byte> batch, in TransactionMarker marker, long nowMs)
    {
        batch = batch[..SizeBytes];
        batch.Clear();
        BinaryPrimitives.WriteInt32BigEndian(batch[8..], SizeBytes - BatchHeader.PrefixBytes);
        batch[BatchHeader.MagicAt] = 2;
        BinaryPrimitives.WriteInt16BigEndian(batch[BatchHeader.CrcStart..], (short)(BatchAttributes.Transactional | BatchAttributes.Control));
        BinaryPrimitives.WriteInt64BigEndian(batch[BatchHeader.BaseTimestampAt..], nowMs);
        BinaryPrimitives.WriteInt64BigEndian(batch[BatchHeader.MaxTimestampAt..], nowMs);
        BinaryPrimitives.WriteInt64BigEndian(batch[BatchHeader.ProducerIdAt..], marker.ProducerId);
        BinaryPrimitives.WriteInt16BigEndian(batch[BatchHeader.ProducerEpochAt..], marker.ProducerEpoch);
        BinaryPrimitives.WriteInt32BigEndian(batch[BatchHeader.BaseSequenceAt..], -1);
        BinaryPrimitives.WriteInt32BigEndian(batch[BatchHeader.RecordCountAt..], 1);

        var record = batch[BatchHeader.SizeBytes..];
        record[0] = ZigZag(RecordBytes - 1);
        record[4] = ZigZag(KeyBytes);
        BinaryPrimitives.WriteInt16BigEndian(record[7..], (short)marker.Outcome);
        record[9] = ZigZag(ValueBytes);
        BatchEditing.RenewCrc(batch);
    }

    /// <summary>What the control batch at the start of <paramref name="batch"/> says; null for a kind of control record that is no marker.</summary>
    public static TransactionOutcome? ReadOutcome(ReadOnlySpan<byte> batch)
    {
        var records = new RecordReader(batch[BatchHeader.SizeBytes..(int)new BatchHeader(batch).TotalBytes]);
        if (!records.MoveNext() || records.Current.Key.Length < KeyBytes) return null;

        var outcome = (TransactionOutcome)BinaryPrimitives.ReadInt16BigEndian(records.Current.Key[2..]);
        return outcome is TransactionOutcome.Abort or TransactionOutcome.Commit ? outcome : null;
    }

    private static byte ZigZag(int small) => (byte)(small << 1);
}

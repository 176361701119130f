using System.Diagnostics;
using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Transactions;

namespace Engage.LocalBroker.Coordination;

/// <summary>Payloads of the coordinator's own journal records, in the protocol's non-flexible types, fields in the order of the record.</summary>
internal static class JournalRecordCodec
{
    /// <summary>Appends the payload to <paramref name="buffer"/> and tells its type.</summary>
    public static JournalRecordType Write(GrowingBuffer buffer, JournalRecord record)
    {
        var writer = new KafkaWriter(buffer, flexible: false);
        switch (record)
        {
            case OffsetsCommitted committed:
                writer.WriteString(committed.GroupId);
                OffsetRecords.WriteOffsets(writer, committed.Offsets);
                return JournalRecordType.OffsetsCommitted;

            case OffsetsPending pending:
                writer.WriteString(pending.GroupId);
                writer.WriteInt64(pending.ProducerId);
                OffsetRecords.WriteOffsets(writer, pending.Offsets);
                return JournalRecordType.OffsetsPending;

            case OffsetsDeleted deleted:
                writer.WriteString(deleted.GroupId);
                OffsetRecords.WritePartitions(writer, deleted.Partitions);
                return JournalRecordType.OffsetsDeleted;

            case GroupGeneration generation:
                GroupRecords.Write(writer, generation);
                return JournalRecordType.GroupGeneration;

            case GroupDeleted deleted:
                writer.WriteString(deleted.GroupId);
                return JournalRecordType.GroupDeleted;

            case ProducerIdsReserved reserved:
                writer.WriteInt64(reserved.NextBlockStart);
                return JournalRecordType.ProducerIdBlock;

            case TransactionStored stored:
                TransactionRecords.Write(writer, stored.Metadata);
                return JournalRecordType.TransactionState;

            case TransactionEnlarged enlarged:
                TransactionRecords.Write(writer, enlarged);
                return JournalRecordType.TransactionContents;

            case TransactionPrepared prepared:
                TransactionRecords.Write(writer, prepared);
                return JournalRecordType.TransactionPrepared;

            case TransactionCompleted completed:
                writer.WriteString(completed.TransactionalId);
                writer.WriteInt64(completed.NowMs);
                return JournalRecordType.TransactionCompleted;

            case TransactionForgotten forgotten:
                writer.WriteString(forgotten.TransactionalId);
                return JournalRecordType.TransactionForgotten;

            default:
                throw new UnreachableException($"{record.GetType().Name} has no journal payload.");
        }
    }

    /// <summary>Null for a record that is not the coordinator's own.</summary>
    public static JournalRecord? Read(JournalRecordType type, ReadOnlySpan<byte> payload)
    {
        var reader = new KafkaReader(payload, flexible: false);
        return type switch
        {
            JournalRecordType.OffsetsCommitted => new OffsetsCommitted(reader.ReadString(), OffsetRecords.ReadOffsets(ref reader)),
            JournalRecordType.OffsetsPending => new OffsetsPending(reader.ReadString(), reader.ReadInt64(), OffsetRecords.ReadOffsets(ref reader)),
            JournalRecordType.OffsetsDeleted => new OffsetsDeleted(reader.ReadString(), OffsetRecords.ReadPartitions(ref reader)),
            JournalRecordType.GroupGeneration => GroupRecords.Read(ref reader),
            JournalRecordType.GroupDeleted => new GroupDeleted(reader.ReadString()),
            JournalRecordType.ProducerIdBlock => new ProducerIdsReserved(reader.ReadInt64()),
            JournalRecordType.TransactionState => new TransactionStored(TransactionRecords.ReadMetadata(ref reader)),
            JournalRecordType.TransactionContents => TransactionRecords.ReadEnlarged(ref reader),
            JournalRecordType.TransactionPrepared => TransactionRecords.ReadPrepared(ref reader),
            JournalRecordType.TransactionCompleted => new TransactionCompleted(reader.ReadString(), reader.ReadInt64()),
            JournalRecordType.TransactionForgotten => new TransactionForgotten(reader.ReadString()),
            _ => null,
        };
    }
}

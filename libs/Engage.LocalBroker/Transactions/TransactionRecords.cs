using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Transactions;

/// <summary>Journal payloads of transactions.</summary>
internal static class TransactionRecords
{
    public static void Write(KafkaWriter writer, TransactionMetadata metadata)
    {
        writer.WriteString(metadata.TransactionalId);
        writer.WriteInt64(metadata.ProducerId);
        writer.WriteInt16(metadata.ProducerEpoch);
        writer.WriteInt16(metadata.LastProducerEpoch);
        writer.WriteInt64(metadata.LastProducerId);
        writer.WriteInt32(metadata.TimeoutMs);
        writer.WriteInt8((sbyte)metadata.State);
        OffsetRecords.WritePartitions(writer, metadata.Partitions);
        WriteGroups(writer, metadata.Groups);
        writer.WriteInt64(metadata.StartedAtMs);
        writer.WriteInt64(metadata.UpdatedAtMs);
    }

    public static TransactionMetadata ReadMetadata(ref KafkaReader reader) => new(
        reader.ReadString(), reader.ReadInt64(), reader.ReadInt16(), reader.ReadInt16(), reader.ReadInt64(), reader.ReadInt32(),
        (TransactionState)reader.ReadInt8(), [.. OffsetRecords.ReadPartitions(ref reader)], [.. ReadGroups(ref reader)],
        reader.ReadInt64(), reader.ReadInt64());

    public static void Write(KafkaWriter writer, TransactionEnlarged enlarged)
    {
        writer.WriteString(enlarged.TransactionalId);
        writer.WriteInt64(enlarged.NowMs);
        OffsetRecords.WritePartitions(writer, enlarged.Partitions);
        WriteGroups(writer, enlarged.Groups);
    }

    public static TransactionEnlarged ReadEnlarged(ref KafkaReader reader) =>
        new(reader.ReadString(), reader.ReadInt64(), OffsetRecords.ReadPartitions(ref reader), ReadGroups(ref reader));

    public static void Write(KafkaWriter writer, TransactionPrepared prepared)
    {
        writer.WriteString(prepared.TransactionalId);
        writer.WriteInt64(prepared.ProducerId);
        writer.WriteInt16(prepared.ProducerEpoch);
        writer.WriteInt16((short)prepared.Outcome);
        writer.WriteInt64(prepared.NowMs);
        OffsetRecords.WritePartitions(writer, prepared.Partitions);
        WriteGroups(writer, prepared.Groups);
    }

    public static TransactionPrepared ReadPrepared(ref KafkaReader reader) => new(
        reader.ReadString(), reader.ReadInt64(), reader.ReadInt16(), (TransactionOutcome)reader.ReadInt16(), reader.ReadInt64(),
        OffsetRecords.ReadPartitions(ref reader), ReadGroups(ref reader));

    private static void WriteGroups(KafkaWriter writer, IReadOnlyCollection<string> groups)
    {
        writer.WriteArrayCount(groups.Count);
        foreach (var group in groups) writer.WriteString(group);
    }

    private static string[] ReadGroups(ref KafkaReader reader)
    {
        var groups = new string[reader.ReadArrayCount()];
        for (var index = 0; index < groups.Length; index++) groups[index] = reader.ReadString();
        return groups;
    }
}

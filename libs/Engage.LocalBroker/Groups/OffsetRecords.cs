using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>Lists of partitions and offsets inside journal payloads.</summary>
internal static class OffsetRecords
{
    public static void WriteOffsets(KafkaWriter writer, IReadOnlyList<PartitionOffset> offsets)
    {
        writer.WriteArrayCount(offsets.Count);
        foreach (var (partition, committed) in offsets)
        {
            writer.WriteString(partition.Topic);
            writer.WriteInt32(partition.Partition);
            writer.WriteInt64(committed.Offset);
            writer.WriteInt32(committed.LeaderEpoch);
            writer.WriteString(committed.Metadata);
            writer.WriteInt64(committed.WrittenAtMs);
            writer.WriteInt64(committed.Position);
        }
    }

    public static PartitionOffset[] ReadOffsets(ref KafkaReader reader)
    {
        var offsets = new PartitionOffset[reader.ReadArrayCount()];
        for (var index = 0; index < offsets.Length; index++)
        {
            offsets[index] = new(
                new(reader.ReadString(), reader.ReadInt32()),
                new(reader.ReadInt64(), reader.ReadInt32(), reader.ReadString(), reader.ReadInt64(), reader.ReadInt64()));
        }

        return offsets;
    }

    public static void WritePartitions(KafkaWriter writer, IReadOnlyCollection<TopicPartition> partitions)
    {
        writer.WriteArrayCount(partitions.Count);
        foreach (var partition in partitions)
        {
            writer.WriteString(partition.Topic);
            writer.WriteInt32(partition.Partition);
        }
    }

    public static TopicPartition[] ReadPartitions(ref KafkaReader reader)
    {
        var partitions = new TopicPartition[reader.ReadArrayCount()];
        for (var index = 0; index < partitions.Length; index++) partitions[index] = new(reader.ReadString(), reader.ReadInt32());
        return partitions;
    }
}

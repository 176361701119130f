using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Coordination;

/// <summary>One error number per partition of a topic: the body of several answers.</summary>
internal sealed record TopicErrors(string Topic, IReadOnlyList<PartitionError> Partitions)
{
    public static void WriteAll(KafkaWriter writer, IReadOnlyList<TopicErrors> topics)
    {
        writer.WriteArrayCount(topics.Count);
        foreach (var topic in topics)
        {
            writer.WriteString(topic.Topic);
            writer.WriteArrayCount(topic.Partitions.Count);
            foreach (var partition in topic.Partitions)
            {
                writer.WriteInt32(partition.Partition);
                writer.WriteError(partition.Error);
                writer.WriteTags();
            }

            writer.WriteTags();
        }
    }
}

internal readonly record struct PartitionError(int Partition, ErrorCode Error);

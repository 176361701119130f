using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Coordination;

/// <summary>Some partitions of one topic, as several requests name them.</summary>
internal sealed record TopicPartitions(string Topic, IReadOnlyList<int> Partitions)
{
    /// <summary>The same error for every partition.</summary>
    public TopicErrors All(ErrorCode error) => Each(_ => error);

    public TopicErrors Each(Func<TopicPartition, ErrorCode> error) =>
        new(Topic, [.. Partitions.Select(partition => new PartitionError(partition, error(new(Topic, partition))))]);

    /// <summary>Reads the array of topics; null when it is null.</summary>
    public static TopicPartitions[]? ReadAll(ref KafkaReader reader)
    {
        var count = reader.ReadNullableArrayCount();
        if (count < 0) return null;

        var topics = new TopicPartitions[count];
        for (var index = 0; index < count; index++)
        {
            var topic = reader.ReadString();
            var partitions = new int[reader.ReadArrayCount()];
            for (var place = 0; place < partitions.Length; place++) partitions[place] = reader.ReadInt32();
            reader.SkipTags();
            topics[index] = new(topic, partitions);
        }

        return topics;
    }
}

using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Topics;

/// <summary>The catalogue's journal payloads, in the protocol's non-flexible types.</summary>
/// <remarks>
/// TopicCreated: id uuid, name str, partitions i32, overrides [ name str, value str ]. TopicDeleted: id uuid, name str.
/// PartitionsAdded: id uuid, name str, total i32. TopicConfigured: id uuid, name str, overrides. LogStartMoved: id uuid, partition i32, offset i64.
/// ClusterId: str.
/// </remarks>
internal static class TopicRecords
{
    public static byte[] ClusterId(string id)
    {
        using var buffer = new GrowingBuffer();
        Writer(buffer).WriteString(id);
        return buffer.Written.ToArray();
    }

    public static byte[] Created(TopicEntry topic)
    {
        using var buffer = Named(topic);
        Writer(buffer).WriteInt32(topic.PartitionCount);
        WriteOverrides(Writer(buffer), topic.Overrides);
        return buffer.Written.ToArray();
    }

    public static byte[] Deleted(TopicEntry topic)
    {
        using var buffer = Named(topic);
        return buffer.Written.ToArray();
    }

    public static byte[] PartitionsAdded(TopicEntry topic, int total)
    {
        using var buffer = Named(topic);
        Writer(buffer).WriteInt32(total);
        return buffer.Written.ToArray();
    }

    public static byte[] Configured(TopicEntry topic, IReadOnlyDictionary<string, string> overrides)
    {
        using var buffer = Named(topic);
        WriteOverrides(Writer(buffer), overrides);
        return buffer.Written.ToArray();
    }

    public static byte[] LogStartMoved(Guid topicId, int partition, long offset)
    {
        using var buffer = new GrowingBuffer();
        var writer = Writer(buffer);
        writer.WriteUuid(topicId);
        writer.WriteInt32(partition);
        writer.WriteInt64(offset);
        return buffer.Written.ToArray();
    }

    public static IReadOnlyDictionary<string, string> ReadOverrides(ref KafkaReader reader)
    {
        var overrides = new Dictionary<string, string>();
        for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--)
        {
            var name = reader.ReadString();
            overrides[name] = reader.ReadString();
        }

        return overrides;
    }

    private static GrowingBuffer Named(TopicEntry topic)
    {
        var buffer = new GrowingBuffer();
        Writer(buffer).WriteUuid(topic.Id);
        Writer(buffer).WriteString(topic.Name);
        return buffer;
    }

    private static void WriteOverrides(KafkaWriter writer, IReadOnlyDictionary<string, string> overrides)
    {
        writer.WriteArrayCount(overrides.Count);
        foreach (var (name, value) in overrides)
        {
            writer.WriteString(name);
            writer.WriteString(value);
        }
    }

    private static KafkaWriter Writer(GrowingBuffer buffer) => new(buffer, flexible: false);
}

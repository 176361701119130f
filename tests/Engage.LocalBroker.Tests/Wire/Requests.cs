using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Tests.Wire;

/// <summary>Bodies of the requests that raw tests send.</summary>
internal static class Requests
{
    public static WriteBody Metadata(bool create, params string[] topics) => writer =>
    {
        writer.WriteArrayCount(topics.Length);
        foreach (var topic in topics) writer.WriteString(topic);
        writer.WriteBool(create);
    };

    public static WriteBody Produce(string topic, int partition, byte[] records, short acks = -1, string? transactionalId = null) => writer =>
    {
        writer.WriteNullableString(transactionalId);
        writer.WriteInt16(acks);
        writer.WriteInt32(1000);
        writer.WriteArrayCount(1);
        writer.WriteString(topic);
        writer.WriteArrayCount(1);
        writer.WriteInt32(partition);
        writer.WriteBytes(records);
    };

    public static WriteBody Fetch(string topic, long offset, int maxWaitMs, int minBytes = 1, int partitions = 1, sbyte isolation = 0, int sessionId = 0, int maxBytes = 1_000_000) => writer =>
    {
        writer.WriteInt32(-1);
        writer.WriteInt32(maxWaitMs);
        writer.WriteInt32(minBytes);
        writer.WriteInt32(maxBytes);
        writer.WriteInt8(isolation);
        writer.WriteInt32(sessionId);
        writer.WriteInt32(-1);
        writer.WriteArrayCount(1);
        writer.WriteString(topic);
        writer.WriteArrayCount(partitions);
        for (var partition = 0; partition < partitions; partition++)
        {
            writer.WriteInt32(partition);
            writer.WriteInt32(-1);
            writer.WriteInt64(offset);
            writer.WriteInt64(-1);
            writer.WriteInt32(maxBytes);
        }

        writer.WriteArrayCount(0);
        writer.WriteString("");
    };
}

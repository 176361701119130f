using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>Answer to OffsetFetch (9).</summary>
internal sealed record OffsetFetchResponse(IReadOnlyList<FetchedTopic> Topics, ErrorCode Error = ErrorCode.None) : ICoordinatorResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteThrottle();
        writer.WriteArrayCount(Topics.Count);
        foreach (var topic in Topics)
        {
            writer.WriteString(topic.Topic);
            writer.WriteArrayCount(topic.Partitions.Count);
            foreach (var partition in topic.Partitions) partition.Write(writer, version);
            writer.WriteTags();
        }

        writer.WriteError(Error);
        writer.WriteTags();
    }
}

internal sealed record FetchedTopic(string Topic, IReadOnlyList<FetchedOffset> Partitions);

/// <param name="Offset"><see cref="NoOffset"/> when the group has none there.</param>
internal readonly record struct FetchedOffset(int Partition, long Offset, int LeaderEpoch, string Metadata, ErrorCode Error)
{
    public const long NoOffset = -1;

    public static FetchedOffset None(int partition, ErrorCode error = ErrorCode.None) =>
        new(partition, NoOffset, SentOffset.NoLeaderEpoch, "", error);

    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(Partition);
        writer.WriteInt64(Offset);
        if (version >= 5) writer.WriteInt32(LeaderEpoch);
        writer.WriteString(Metadata);
        writer.WriteError(Error);
        writer.WriteTags();
    }
}

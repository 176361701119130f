using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>OffsetFetch (9) versions 4 to 7.</summary>
/// <param name="Topics">Null for every partition the group has an offset for.</param>
/// <param name="RequireStable">Partitions with an offset in an open transaction are answered with 88 instead of their last committed offset.</param>
internal sealed record OffsetFetchRequest(string GroupId, IReadOnlyList<TopicPartitions>? Topics, bool RequireStable)
    : ICoordinatorRequest<OffsetFetchRequest, OffsetFetchResponse>
{
    public static OffsetFetchRequest Read(ref KafkaReader reader, short version)
    {
        var request = new OffsetFetchRequest(
            reader.ReadString(), TopicPartitions.ReadAll(ref reader), version >= 7 && reader.ReadBool());
        reader.SkipTags();
        return request;
    }

    public OffsetFetchResponse Refused(ErrorCode error) => new([], error);
}

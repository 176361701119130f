using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>OffsetDelete (47) version 0.</summary>
internal sealed record OffsetDeleteRequest(string GroupId, IReadOnlyList<TopicPartitions> Topics)
    : ICoordinatorRequest<OffsetDeleteRequest, OffsetDeleteResponse>
{
    public static OffsetDeleteRequest Read(ref KafkaReader reader, short version) =>
        new(reader.ReadString(), TopicPartitions.ReadAll(ref reader) ?? []);

    public OffsetDeleteResponse Refused(ErrorCode error) => new(error, []);
}

using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>OffsetCommit (8) versions 5 to 7.</summary>
/// <param name="Generation">Negative, with an empty member id, outside group management.</param>
/// <param name="InstanceId">Null for a dynamic member, and below version 7.</param>
internal sealed record OffsetCommitRequest(
    string GroupId,
    int Generation,
    string MemberId,
    string? InstanceId,
    IReadOnlyList<TopicOffsets> Topics) : ICoordinatorRequest<OffsetCommitRequest, OffsetCommitResponse>
{
    public static OffsetCommitRequest Read(ref KafkaReader reader, short version) => new(
        reader.ReadString(), reader.ReadInt32(), reader.ReadString(), version >= 7 ? reader.ReadNullableString() : null,
        TopicOffsets.ReadAll(ref reader, hasLeaderEpoch: version >= 6));

    public OffsetCommitResponse Refused(ErrorCode error) => OffsetCommitResponse.Refused(Topics, error);
}

using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>Heartbeat (12) version 3.</summary>
internal sealed record HeartbeatRequest(string GroupId, int Generation, string MemberId, string? InstanceId)
    : ICoordinatorRequest<HeartbeatRequest, HeartbeatResponse>
{
    public static HeartbeatRequest Read(ref KafkaReader reader, short version) =>
        new(reader.ReadString(), reader.ReadInt32(), reader.ReadString(), reader.ReadNullableString());

    public HeartbeatResponse Refused(ErrorCode error) => new(error);
}

using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>JoinGroup (11) version 5.</summary>
/// <param name="MemberId">Empty when the client has none yet.</param>
/// <param name="InstanceId">Null for a dynamic member.</param>
/// <param name="Protocols">In the member's order of preference.</param>
internal sealed record JoinGroupRequest(
    string GroupId,
    int SessionTimeoutMs,
    int RebalanceTimeoutMs,
    string MemberId,
    string? InstanceId,
    string ProtocolType,
    IReadOnlyList<GroupProtocol> Protocols) : ICoordinatorRequest<JoinGroupRequest, JoinGroupResponse>
{
    public static JoinGroupRequest Read(ref KafkaReader reader, short version) => new(
        reader.ReadString(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadString(), reader.ReadNullableString(), reader.ReadString(),
        GroupProtocol.ReadAll(ref reader));

    public JoinGroupResponse Refused(ErrorCode error) => JoinGroupResponse.Refused(MemberId, error);
}

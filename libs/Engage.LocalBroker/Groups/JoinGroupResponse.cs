using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>Answer to JoinGroup (11) version 5.</summary>
/// <param name="ProtocolName">Empty on error: the field cannot be null.</param>
/// <param name="Members">Empty for everybody but the leader.</param>
internal sealed record JoinGroupResponse(
    ErrorCode Error,
    int Generation,
    string ProtocolName,
    string LeaderId,
    string MemberId,
    IReadOnlyList<JoinGroupResponseMember> Members) : ICoordinatorResponse
{
    public static JoinGroupResponse Refused(string memberId, ErrorCode error) => new(error, -1, "", "", memberId, []);

    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteThrottle();
        writer.WriteError(Error);
        writer.WriteInt32(Generation);
        writer.WriteString(ProtocolName);
        writer.WriteString(LeaderId);
        writer.WriteString(MemberId);
        writer.WriteArrayCount(Members.Count);
        foreach (var member in Members)
        {
            writer.WriteString(member.MemberId);
            writer.WriteNullableString(member.InstanceId);
            writer.WriteBytes(member.Metadata);
        }
    }
}

/// <summary>One member as the leader sees it.</summary>
internal sealed record JoinGroupResponseMember(string MemberId, string? InstanceId, byte[] Metadata);

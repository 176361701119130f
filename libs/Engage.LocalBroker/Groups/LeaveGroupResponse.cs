using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>Answer to LeaveGroup (13); below version 3 the single member's error is written as the error of the whole.</summary>
internal sealed record LeaveGroupResponse(ErrorCode Error, IReadOnlyList<LeftMember> Members) : ICoordinatorResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteThrottle();
        if (version < 3)
        {
            writer.WriteError(Error == ErrorCode.None && Members.Count > 0 ? Members[0].Error : Error);
            return;
        }

        writer.WriteError(Error);
        writer.WriteArrayCount(Members.Count);
        foreach (var member in Members)
        {
            writer.WriteString(member.MemberId);
            writer.WriteNullableString(member.InstanceId);
            writer.WriteError(member.Error);
        }
    }
}

internal sealed record LeftMember(string MemberId, string? InstanceId, ErrorCode Error);

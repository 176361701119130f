using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>LeaveGroup (13): exactly one member below version 3, any number from there on.</summary>
internal sealed record LeaveGroupRequest(string GroupId, IReadOnlyList<LeavingMember> Members)
    : ICoordinatorRequest<LeaveGroupRequest, LeaveGroupResponse>
{
    public static LeaveGroupRequest Read(ref KafkaReader reader, short version)
    {
        var groupId = reader.ReadString();
        if (version < 3) return new(groupId, [new(reader.ReadString(), null)]);

        var members = new LeavingMember[reader.ReadArrayCount()];
        for (var index = 0; index < members.Length; index++) members[index] = new(reader.ReadString(), reader.ReadNullableString());
        return new(groupId, members);
    }

    public LeaveGroupResponse Refused(ErrorCode error) => new(error, []);
}

/// <param name="MemberId">Empty when an administrator removes a static member by its instance id alone.</param>
internal sealed record LeavingMember(string MemberId, string? InstanceId);

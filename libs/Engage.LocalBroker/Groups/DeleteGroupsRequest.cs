using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>DeleteGroups (42) versions 0 and 1.</summary>
internal sealed record DeleteGroupsRequest(IReadOnlyList<string> GroupIds) : ICoordinatorRequest<DeleteGroupsRequest, DeleteGroupsResponse>
{
    public static DeleteGroupsRequest Read(ref KafkaReader reader, short version)
    {
        var groupIds = new string[reader.ReadArrayCount()];
        for (var index = 0; index < groupIds.Length; index++) groupIds[index] = reader.ReadString();
        return new(groupIds);
    }

    public DeleteGroupsResponse Refused(ErrorCode error) => new([.. GroupIds.Select(groupId => new GroupError(groupId, error))]);
}

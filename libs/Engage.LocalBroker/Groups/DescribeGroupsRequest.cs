using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>DescribeGroups (15) versions 0 to 4. The wish for authorized operations (v3+) is read and ignored: there is no authorization here.</summary>
internal sealed record DescribeGroupsRequest(IReadOnlyList<string> GroupIds) : ICoordinatorRequest<DescribeGroupsRequest, DescribeGroupsResponse>
{
    public static DescribeGroupsRequest Read(ref KafkaReader reader, short version)
    {
        var groupIds = new string[reader.ReadArrayCount()];
        for (var index = 0; index < groupIds.Length; index++) groupIds[index] = reader.ReadString();
        if (version >= 3) _ = reader.ReadBool();
        return new(groupIds);
    }

    public DescribeGroupsResponse Refused(ErrorCode error) =>
        new([.. GroupIds.Select(groupId => DescribedGroup.WithoutMembers(groupId, "", error))]);
}

using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>Answer to DeleteGroups (42).</summary>
internal sealed record DeleteGroupsResponse(IReadOnlyList<GroupError> Groups) : ICoordinatorResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteThrottle();
        writer.WriteArrayCount(Groups.Count);
        foreach (var group in Groups)
        {
            writer.WriteString(group.GroupId);
            writer.WriteError(group.Error);
        }
    }
}

internal sealed record GroupError(string GroupId, ErrorCode Error);

using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>Answer to ListGroups (16).</summary>
internal sealed record ListGroupsResponse(ErrorCode Error, IReadOnlyList<ListedGroup> Groups) : ICoordinatorResponse
{
    /// <summary>The only type of group this broker has.</summary>
    public const string ClassicType = "classic";

    public void Write(KafkaWriter writer, short version)
    {
        if (version >= 1) writer.WriteThrottle();
        writer.WriteError(Error);
        writer.WriteArrayCount(Groups.Count);
        foreach (var group in Groups)
        {
            writer.WriteString(group.GroupId);
            writer.WriteString(group.ProtocolType);
            if (version >= 4) writer.WriteString(group.State);
            if (version >= 5) writer.WriteString(ClassicType);
            writer.WriteTags();
        }

        writer.WriteTags();
    }
}

/// <param name="ProtocolType">Empty for a group that only stores offsets.</param>
internal sealed record ListedGroup(string GroupId, string ProtocolType, string State);

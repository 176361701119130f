using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>Answer to DescribeGroups (15).</summary>
internal sealed record DescribeGroupsResponse(IReadOnlyList<DescribedGroup> Groups) : ICoordinatorResponse
{
    private const int OperationsNotAsked = int.MinValue;

    public void Write(KafkaWriter writer, short version)
    {
        if (version >= 1) writer.WriteThrottle();
        writer.WriteArrayCount(Groups.Count);
        foreach (var group in Groups)
        {
            writer.WriteError(group.Error);
            writer.WriteString(group.GroupId);
            writer.WriteString(group.State);
            writer.WriteString(group.ProtocolType);
            writer.WriteString(group.ProtocolName);
            writer.WriteArrayCount(group.Members.Count);
            foreach (var member in group.Members) member.Write(writer, version);
            if (version >= 3) writer.WriteInt32(OperationsNotAsked);
        }
    }
}

/// <param name="State">Kafka's name of the state; "Dead" for a group that does not exist.</param>
internal sealed record DescribedGroup(
    ErrorCode Error, string GroupId, string State, string ProtocolType, string ProtocolName, IReadOnlyList<DescribedMember> Members)
{
    public static DescribedGroup WithoutMembers(string groupId, string state, ErrorCode error) => new(error, groupId, state, "", "", []);
}

/// <param name="Metadata">Empty unless the group is Stable, as is <paramref name="Assignment"/>.</param>
internal sealed record DescribedMember(string MemberId, string? InstanceId, GroupClient Client, byte[] Metadata, byte[] Assignment)
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteString(MemberId);
        if (version >= 4) writer.WriteNullableString(InstanceId);
        writer.WriteString(Client.Id);
        writer.WriteString(Client.Host);
        writer.WriteBytes(Metadata);
        writer.WriteBytes(Assignment);
    }
}

using Engage.LocalBroker.Coordination;

namespace Engage.LocalBroker.Groups;

/// <summary>A member of a classic group, with its request parked here while it waits for the others.</summary>
internal sealed class GroupMember(string id, string? instanceId, GroupClient client)
{
    public string Id { get; } = id;

    /// <summary>Null for a dynamic member.</summary>
    public string? InstanceId { get; } = instanceId;

    public GroupClient Client { get; } = client;

    public int SessionTimeoutMs { get; set; }

    public int RebalanceTimeoutMs { get; set; }

    /// <summary>In the member's order of preference.</summary>
    public IReadOnlyList<GroupProtocol> Protocols { get; set; } = [];

    /// <summary>Empty until the leader's SyncGroup.</summary>
    public byte[] Assignment { get; set; } = [];

    public Reply<JoinGroupResponse>? ParkedJoin { get; set; }

    public Reply<SyncGroupResponse>? ParkedSync { get; set; }

    public bool IsStatic => InstanceId is not null;

    public bool IsJoining => ParkedJoin is not null;

    public bool Supports(string protocolName) => MetadataFor(protocolName) is not null;

    /// <summary>Null when the member does not offer this protocol.</summary>
    public byte[]? MetadataFor(string protocolName)
    {
        foreach (var protocol in Protocols)
        {
            if (protocol.Name == protocolName) return protocol.Metadata;
        }

        return null;
    }

    public bool OffersExactly(IReadOnlyList<GroupProtocol> protocols) => Protocols.SequenceEqual(protocols);
}

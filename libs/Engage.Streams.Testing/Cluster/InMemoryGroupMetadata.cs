using Engage.Streams.Ports;

namespace Engage.Streams.Testing.Cluster;

/// <summary>Membership as a consumer of the in-memory cluster proves it.</summary>
internal sealed class InMemoryGroupMetadata(string groupId, string? instanceId, int generation, string memberId) : GroupMetadata(generation, memberId)
{
    public string GroupId { get; } = groupId;

    public string? InstanceId { get; } = instanceId;
}

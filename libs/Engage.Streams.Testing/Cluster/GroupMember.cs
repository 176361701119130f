using Engage.Streams.Ports;

namespace Engage.Streams.Testing.Cluster;

/// <summary>A member as the coordinator sees it, and what it is known to own.</summary>
internal sealed class GroupMember(string id, ConsumerSettings settings, long joinedAt)
{
    public string Id { get; } = id;

    public ConsumerSettings Settings { get; } = settings;

    /// <summary>Monotonic; stands for heartbeats.</summary>
    public long LastSeenAt { get; set; } = joinedAt;

    public int Generation { get; set; } = -1;

    /// <summary>Ready for the next generation.</summary>
    public bool HasJoined { get; set; }

    /// <summary>Another process came with the same instance id.</summary>
    public bool IsFenced { get; set; }

    public HashSet<TopicPartition> Target { get; } = [];

    public HashSet<TopicPartition> Owned { get; } = [];
}

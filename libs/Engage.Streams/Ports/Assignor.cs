namespace Engage.Streams.Ports;

/// <summary>How the group divides partitions.</summary>
public enum Assignor
{
    /// <summary>Eager; gives one member the same partitions of every topic. For co-partitioned inputs.</summary>
    Range,

    /// <summary>Incremental; for a single input.</summary>
    CooperativeSticky,
}

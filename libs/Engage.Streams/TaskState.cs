namespace Engage.Streams;

/// <summary>Where a task stands.</summary>
public enum TaskState
{
    /// <summary>Owned; the group's offsets are to be read.</summary>
    Assigned,

    /// <summary>Its state catches up with the changelog.</summary>
    Restoring,

    Running,

    /// <summary>Given back in an eager rebalance; the next assignment decides whether it goes on.</summary>
    Suspended,

    /// <summary>Stopped by an alarm; the other tasks go on. An operator decides.</summary>
    Stopped,

    Closed,
}

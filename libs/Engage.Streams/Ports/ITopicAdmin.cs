namespace Engage.Streams.Ports;

/// <summary>Questions about topics and groups, bounded by the adapter's request timeout; thread-safe. Blocking unless they return a task.</summary>
/// <remarks>An offset is never negative: what the cluster does not tell is <see cref="ClientFault.Retriable"/>.</remarks>
public interface ITopicAdmin : IDisposable
{
    /// <exception cref="ClientException"><see cref="ClientFault.UnknownTopic"/> or <see cref="ClientFault.Retriable"/>.</exception>
    TopicDescription Describe(string topic);

    /// <summary>End of everything written, also by transactions still open. Restoring to less loses state.</summary>
    long ReadHighWatermark(TopicPartition partition);

    /// <summary>End of what is committed and readable.</summary>
    long ReadStableEnd(TopicPartition partition);

    /// <summary>First offset still there.</summary>
    long ReadLogStart(TopicPartition partition);

    /// <summary>How many of the partitions no member of the group has been given; 0 while the group rebalances or has no member.</summary>
    Task<int> CountUnassigned(string group, IReadOnlyList<TopicPartition> partitions);
}

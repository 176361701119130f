namespace Engage.Streams.Ports;

/// <summary>Questions about topics. Blocking, bounded by the adapter's request timeout; thread-safe.</summary>
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
}

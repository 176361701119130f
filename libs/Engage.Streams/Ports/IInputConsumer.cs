namespace Engage.Streams.Ports;

/// <summary>A group consumer that reads committed records, never commits by itself and never resets an offset by itself. One thread.</summary>
/// <remarks>All failures are <see cref="ClientException"/>.</remarks>
public interface IInputConsumer : IDisposable
{
    /// <summary>Waits up to <paramref name="timeout"/> for the next record or end of partition, serving rebalances meanwhile.</summary>
    PollResult Poll(TimeSpan timeout, out FetchedRecord record);

    /// <summary>The membership as it is now.</summary>
    GroupMetadata TakeGroupMetadata();

    /// <summary>Reads the group's offsets, waiting for pending transactions to end.</summary>
    /// <param name="offsets">Filled in the order of <paramref name="partitions"/>; <see cref="TopicPartitionOffset.None"/> where the group has none.</param>
    /// <exception cref="ClientException"><see cref="ClientFault.Retriable"/> while an offset is pending or the coordinator moves: ask again, polling in between.</exception>
    void ReadCommitted(IReadOnlyList<TopicPartition> partitions, Span<long> offsets, TimeSpan timeout);

    /// <summary>Stops fetching; what was prefetched is dropped.</summary>
    void Pause(IReadOnlyList<TopicPartition> partitions);

    void Resume(IReadOnlyList<TopicPartition> partitions);

    /// <exception cref="ClientException"><see cref="ClientFault.Retriable"/> while the partition is still being set up: poll and try again.</exception>
    void Seek(TopicPartitionOffset position);

    /// <summary>Gives all partitions back and joins the group again, so that it assigns anew; the rebalance is served by the polls that follow.</summary>
    void Rejoin();

    /// <summary>The end of what is readable, as of the last fetch; no round trip.</summary>
    /// <returns>Null if nothing was fetched yet.</returns>
    long? TryGetKnownEnd(TopicPartition partition);

    /// <summary>Ends membership; calls <see cref="IRebalanceListener.Revoked"/> for what is still owned. A static member does not leave its group.</summary>
    void Close();
}

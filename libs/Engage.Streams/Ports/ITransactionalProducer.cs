namespace Engage.Streams.Ports;

/// <summary>A producer that writes in transactions. One thread.</summary>
/// <remarks>All failures are <see cref="ClientException"/>; its <see cref="ClientFault"/> says what may follow. After any but a clean end the engine throws the producer away.</remarks>
public interface ITransactionalProducer : IDisposable
{
    /// <summary>Takes the transactional id over: fences the previous holder and ends its transaction, either way, before returning.</summary>
    void InitTransactions(TimeSpan timeout);

    void Begin();

    /// <summary>Queues a record; copies its bytes. A failed delivery makes the commit fail.</summary>
    /// <exception cref="ClientException"><see cref="ClientFault.QueueFull"/>: call <see cref="Serve"/> and try again.</exception>
    void Produce(in OutgoingRecord record);

    /// <summary>Queues a record and tells <paramref name="report"/> the offset it got.</summary>
    void Produce(in OutgoingRecord record, DeliveryReport report);

    void SendOffsets(IReadOnlyList<TopicPartitionOffset> offsets, GroupMetadata group, TimeSpan timeout);

    /// <summary>Flushes and commits. If it fails, whether the transaction was committed is unknown.</summary>
    void Commit(TimeSpan timeout);

    void Abort(TimeSpan timeout);

    /// <summary>Runs callbacks that are due (delivery reports, errors), waiting at most <paramref name="timeout"/>.</summary>
    void Serve(TimeSpan timeout);

    /// <summary>Transport errors noticed so far. If it grew since a transaction began, a request may have been repeated silently and may still arrive.</summary>
    long TransportErrors { get; }

    /// <summary>Disposes on another thread: disposing may block while brokers are away.</summary>
    void Abandon();
}

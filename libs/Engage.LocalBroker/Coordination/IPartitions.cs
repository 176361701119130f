using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Coordination;

/// <summary>What the coordinator may ask of the partition logs. Thread-safe; each call takes only the partition's own lock and never calls back.</summary>
internal interface IPartitions
{
    bool Exists(TopicPartition partition);

    /// <summary>Lets the producer's transactional batches of this epoch in. Idempotent. Call it after the enlarged set was journaled.</summary>
    /// <returns>None, or <c>UnknownTopicOrPartition</c> when the topic was deleted meanwhile.</returns>
    ErrorCode RegisterTransaction(TopicPartition partition, long producerId, short producerEpoch);

    /// <summary>Appends the end of a transaction, takes back the registration in the same step, and moves the last stable offset.</summary>
    /// <returns>None, <c>UnknownTopicOrPartition</c> (deleted: skip it) or <c>StorageError</c>.</returns>
    ErrorCode AppendMarker(TopicPartition partition, in TransactionMarker marker);

    /// <summary>Every transaction that has data but no end in some log. Recovery compares it with the journal.</summary>
    IReadOnlyList<OpenTransaction> OpenTransactions();
}

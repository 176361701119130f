using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Transactions;

namespace Engage.LocalBroker.Coordination;

/// <summary>One fact the coordinator must not forget. Replaying all of them in order restores its state.</summary>
internal abstract record JournalRecord;

/// <summary>Offsets committed outside transactions (or, in a snapshot, all offsets a group has).</summary>
internal sealed record OffsetsCommitted(string GroupId, IReadOnlyList<PartitionOffset> Offsets) : JournalRecord;

/// <summary>Offsets sent inside a transaction: they become the group's when it commits and vanish when it aborts.</summary>
internal sealed record OffsetsPending(string GroupId, long ProducerId, IReadOnlyList<PartitionOffset> Offsets) : JournalRecord;

/// <summary>Committed offsets removed by an administrator, by expiry, or with their topic.</summary>
internal sealed record OffsetsDeleted(string GroupId, IReadOnlyList<TopicPartition> Partitions) : JournalRecord;

/// <summary>A group as its last generation left it; without members it is Empty.</summary>
/// <param name="SinceMs">When the group came into this state; offset retention counts from here once it is Empty.</param>
internal sealed record GroupGeneration(
    string GroupId,
    int Generation,
    string? ProtocolType,
    string? ProtocolName,
    string? LeaderId,
    long SinceMs,
    IReadOnlyList<GroupGenerationMember> Members) : JournalRecord;

/// <summary>A group removed together with its offsets.</summary>
internal sealed record GroupDeleted(string GroupId) : JournalRecord;

/// <summary>Producer ids below <paramref name="NextBlockStart"/> are reserved: after a restart handing out starts there.</summary>
internal sealed record ProducerIdsReserved(long NextBlockStart) : JournalRecord;

/// <summary>All that is known of a transactional id, written when a producer initialises it (and in a snapshot).</summary>
internal sealed record TransactionStored(TransactionMetadata Metadata) : JournalRecord;

/// <summary>Partitions and groups added to the open transaction; the first addition opens it.</summary>
internal sealed record TransactionEnlarged(
    string TransactionalId,
    long NowMs,
    IReadOnlyList<TopicPartition> Partitions,
    IReadOnlyList<string> Groups) : JournalRecord;

/// <summary>The commit point: from here on the outcome of the transaction is decided, whatever happens to the process.</summary>
/// <param name="ProducerEpoch">The epoch of the markers; above the transaction's own when the producer is being fenced.</param>
internal sealed record TransactionPrepared(
    string TransactionalId,
    long ProducerId,
    short ProducerEpoch,
    TransactionOutcome Outcome,
    long NowMs,
    IReadOnlyList<TopicPartition> Partitions,
    IReadOnlyList<string> Groups) : JournalRecord;

/// <summary>Every marker is written; pending offsets take the transaction's outcome here.</summary>
internal sealed record TransactionCompleted(string TransactionalId, long NowMs) : JournalRecord;

/// <summary>A transactional id idle for its retention is removed.</summary>
internal sealed record TransactionForgotten(string TransactionalId) : JournalRecord;

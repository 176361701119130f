using Engage.Streams.Ports;

namespace Engage.Streams.Testing.Cluster;

/// <summary>A transaction as the broker sees it.</summary>
internal sealed class BrokerTransaction(string transactionalId, long startedAt)
{
    public string TransactionalId { get; } = transactionalId;

    /// <summary>Monotonic.</summary>
    public long StartedAt { get; } = startedAt;

    public TransactionOutcome Outcome { get; set; }

    /// <summary>First offset in each partition it has written to.</summary>
    public Dictionary<TopicPartition, long> FirstOffsets { get; } = [];

    /// <summary>Offsets that take effect with the commit, by group.</summary>
    public Dictionary<(string Group, TopicPartition Partition), long> Offsets { get; } = [];
}

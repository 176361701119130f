using System.Collections.Immutable;
using Engage.LocalBroker.Coordination;

namespace Engage.LocalBroker.Transactions;

/// <summary>What is known of one transactional id; immutable, so that other threads may look at the version last published.</summary>
/// <param name="ProducerEpoch"><see cref="NoEpoch"/> until the id is first initialised.</param>
/// <param name="LastProducerEpoch">The epoch before the last bump its own producer asked for (so that a lost answer can be repeated); else <see cref="NoEpoch"/>.</param>
/// <param name="LastProducerId">The producer id before an exhausted epoch forced a new one; else <see cref="NoProducerId"/>.</param>
/// <param name="StartedAtMs">When the open transaction got its first partition or group; meaningless in the states without one.</param>
/// <param name="UpdatedAtMs">Last change, for forgetting idle ids.</param>
internal sealed record TransactionMetadata(
    string TransactionalId,
    long ProducerId,
    short ProducerEpoch,
    short LastProducerEpoch,
    long LastProducerId,
    int TimeoutMs,
    TransactionState State,
    ImmutableHashSet<TopicPartition> Partitions,
    ImmutableHashSet<string> Groups,
    long StartedAtMs,
    long UpdatedAtMs)
{
    public const short NoEpoch = -1;
    public const long NoProducerId = -1;

    /// <summary>From here on the next producer gets a new id: one epoch must stay free to fence the holder of this one.</summary>
    public const short ExhaustedEpoch = short.MaxValue - 1;

    public bool IsPrepared => State is TransactionState.PrepareCommit or TransactionState.PrepareAbort;

    public bool IsEpochExhausted => ProducerEpoch >= ExhaustedEpoch;

    public static TransactionMetadata New(string transactionalId, long producerId, int timeoutMs, long nowMs) => new(
        transactionalId, producerId, NoEpoch, NoEpoch, NoProducerId, timeoutMs, TransactionState.Empty, [], [], nowMs, nowMs);
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Transactions;

/// <summary>All transactional ids. Changes only by applying journal records, live and on replay alike; may be read from any thread.</summary>
internal sealed class TransactionStore
{
    private readonly ConcurrentDictionary<string, TransactionMetadata> byId = new();

    public IEnumerable<TransactionMetadata> All => byId.Values;

    public bool TryGet(string transactionalId, [NotNullWhen(true)] out TransactionMetadata? metadata) =>
        byId.TryGetValue(transactionalId, out metadata);

    /// <summary>Which error explains to a producer that it was not let into a partition; any thread.</summary>
    public ErrorCode WhyNotRegistered(string? transactionalId, long producerId, short producerEpoch)
    {
        if (transactionalId is null || !TryGet(transactionalId, out var known)) return ErrorCode.InvalidProducerIdMapping;
        if (known.ProducerId != producerId) return ErrorCode.InvalidProducerIdMapping;
        if (known.ProducerEpoch != producerEpoch) return ErrorCode.InvalidProducerEpoch;
        return known.IsPrepared ? ErrorCode.NotEnoughReplicas : ErrorCode.InvalidTransactionState; // Clients try again after the former.
    }

    public void Apply(TransactionStored record) => byId[record.Metadata.TransactionalId] = record.Metadata;

    public void Apply(TransactionEnlarged record) => Change(record.TransactionalId, before =>
    {
        var isOpen = before.State == TransactionState.Ongoing;
        return before with
        {
            State = TransactionState.Ongoing,
            Partitions = (isOpen ? before.Partitions : []).Union(record.Partitions),
            Groups = (isOpen ? before.Groups : []).Union(record.Groups),
            StartedAtMs = isOpen ? before.StartedAtMs : record.NowMs,
            UpdatedAtMs = record.NowMs,
        };
    });

    public void Apply(TransactionPrepared record) => Change(record.TransactionalId, before => before with
    {
        ProducerId = record.ProducerId,
        ProducerEpoch = record.ProducerEpoch,
        LastProducerEpoch = record.ProducerEpoch == before.ProducerEpoch ? before.LastProducerEpoch : TransactionMetadata.NoEpoch,
        State = record.Outcome == TransactionOutcome.Commit ? TransactionState.PrepareCommit : TransactionState.PrepareAbort,
        Partitions = [.. record.Partitions],
        Groups = [.. record.Groups],
        UpdatedAtMs = record.NowMs,
    });

    public void Apply(TransactionCompleted record) => Change(record.TransactionalId, before => before with
    {
        State = before.State == TransactionState.PrepareCommit ? TransactionState.CompleteCommit : TransactionState.CompleteAbort,
        Partitions = [],
        Groups = [],
        UpdatedAtMs = record.NowMs,
    });

    public void Apply(TransactionForgotten record) => byId.TryRemove(record.TransactionalId, out _);

    /// <summary>Takes a topic's partitions out of every transaction.</summary>
    public void DeleteTopic(string topic)
    {
        foreach (var (id, metadata) in byId)
        {
            if (metadata.Partitions.Any(partition => partition.Topic == topic))
            {
                byId[id] = metadata with { Partitions = metadata.Partitions.Except(metadata.Partitions.Where(partition => partition.Topic == topic)) };
            }
        }
    }

    private void Change(string transactionalId, Func<TransactionMetadata, TransactionMetadata> change)
    {
        if (!byId.TryGetValue(transactionalId, out var before))
        {
            throw new InvalidDataException($"The journal changes transactional id '{transactionalId}', which it never introduced.");
        }

        byId[transactionalId] = change(before);
    }
}

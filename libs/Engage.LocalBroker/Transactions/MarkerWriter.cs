using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Transactions;

/// <summary>Carries a prepared transaction's outcome into its partitions; goes on where it stopped when a partition could not be written.</summary>
internal sealed class MarkerWriter(IPartitions partitions, ICrashPoints crashPoints)
{
    private readonly Dictionary<string, Queue<TopicPartition>> remainingById = [];

    /// <summary>Appends the markers that are still missing.</summary>
    /// <param name="prepared">In a Prepare* state.</param>
    /// <param name="isRedo">After a restart: the partitions already hold some of the markers.</param>
    /// <returns>False when a partition could not be written now; ask again later.</returns>
    public bool TryWrite(TransactionMetadata prepared, bool isRedo = false)
    {
        if (!remainingById.TryGetValue(prepared.TransactionalId, out var remaining))
        {
            remainingById[prepared.TransactionalId] = remaining = new(prepared.Partitions.OrderBy(static partition => partition.Topic, StringComparer.Ordinal)
                .ThenBy(static partition => partition.Partition));
        }

        var outcome = prepared.State == TransactionState.PrepareCommit ? TransactionOutcome.Commit : TransactionOutcome.Abort;
        var marker = new TransactionMarker(prepared.ProducerId, prepared.ProducerEpoch, outcome, OnlyIfOpen: isRedo);
        while (remaining.TryPeek(out var partition))
        {
            // A topic deleted meanwhile (error 3) took its part of the transaction with it.
            if (prepared.Partitions.Contains(partition) && partitions.AppendMarker(partition, marker) == ErrorCode.StorageError) return false;

            remaining.Dequeue();
            crashPoints.Reach(CrashPoint.TransactionAfterMarker, prepared.Partitions.Count - remaining.Count);
        }

        crashPoints.Reach(CrashPoint.TransactionBeforeComplete);
        return true;
    }

    /// <summary>The transaction is stored as complete. Until then an empty list of missing markers is kept, so that no marker is written twice.</summary>
    public void Forget(string transactionalId) => remainingById.Remove(transactionalId);
}

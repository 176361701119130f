using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Records;

namespace Engage.LocalBroker.Storage;

/// <summary>A partition's memory of producers: sequences, epochs, registered and open transactions. Used under the partition's lock only.</summary>
internal sealed class ProducerStates
{
    private readonly Dictionary<long, ProducerState> byId = [];
    private readonly Dictionary<long, short> registered = [];
    private readonly SortedSet<(long FirstOffset, long ProducerId)> open = [];

    public IReadOnlyCollection<ProducerState> All => byId.Values;

    /// <summary>First offset of the earliest open transaction; null when none is open.</summary>
    public long? EarliestOpenOffset => open.Count == 0 ? null : open.Min.FirstOffset;

    public IEnumerable<ProducerState> Open => open.Select(entry => byId[entry.ProducerId]);

    public ProducerState? Find(long producerId) => byId.GetValueOrDefault(producerId);

    /// <summary>Lets the producer's transactional batches of this epoch in, until the marker.</summary>
    /// <remarks>
    /// Only this local fact decides about a batch. Asking the coordinator first and appending later would let a batch land just
    /// behind the marker and open a transaction that nobody ends (KIP-890).
    /// </remarks>
    public void Register(long producerId, short epoch) => registered[producerId] = epoch;

    /// <summary>Applies Kafka's checks in Kafka's order; a retry is recognised before any other rule can refuse it.</summary>
    public ProducerVerdict Check(in BatchHeader batch)
    {
        if (batch.ProducerId < 0) return ProducerVerdict.Append;

        var state = Find(batch.ProducerId);
        if (state?.Epoch == batch.ProducerEpoch && state.FindDuplicate(batch.BaseSequence, batch.LastSequence) is { } baseOffset)
            return ProducerVerdict.Duplicate(baseOffset);

        if (batch.IsTransactional && !IsRegistered(batch.ProducerId, batch.ProducerEpoch))
            return batch.ProducerEpoch < state?.Epoch ? ProducerVerdict.Refuse(ErrorCode.InvalidProducerEpoch) : ProducerVerdict.NotRegistered;

        if (state is null) return ProducerVerdict.Append;

        if (batch.ProducerEpoch < state.Epoch) return ProducerVerdict.Refuse(ErrorCode.InvalidProducerEpoch);

        var inSequence = batch.ProducerEpoch > state.Epoch ? batch.BaseSequence == 0 : state.Continues(batch.BaseSequence);
        if (!inSequence) return ProducerVerdict.Refuse(ErrorCode.OutOfOrderSequenceNumber);

        return !batch.IsTransactional && state.OpenSince is not null ? ProducerVerdict.Refuse(ErrorCode.InvalidTransactionState) : ProducerVerdict.Append;
    }

    /// <summary>Notes a data batch that is in the log now.</summary>
    public void Append(in BatchHeader batch, long nowMs)
    {
        if (batch.ProducerId < 0) return;

        var state = Touch(batch.ProducerId, batch.ProducerEpoch, nowMs);
        if (batch.BaseSequence >= 0) state.Remember(new BatchStamp(batch.BaseSequence, batch.LastSequence, batch.BaseOffset));
        // A batch that compaction emptied opens nothing: its transaction has ended long ago.
        if (batch.IsTransactional && batch.RecordCount > 0 && state.OpenSince is null) OpenAt(state, batch.BaseOffset);
    }

    /// <summary>Notes a marker that is in the log now.</summary>
    /// <returns>The transaction it aborted; null after a commit, or when the producer had no data here.</returns>
    public AbortedTransaction? End(in TransactionMarker marker, long markerOffset, long nowMs)
    {
        registered.Remove(marker.ProducerId);
        var state = Touch(marker.ProducerId, marker.ProducerEpoch, nowMs);
        if (state.OpenSince is not { } firstOffset) return null;

        open.Remove((firstOffset, state.ProducerId));
        state.OpenSince = null;
        return marker.Outcome == TransactionOutcome.Abort ? new AbortedTransaction(state.ProducerId, firstOffset, markerOffset) : null;
    }

    /// <summary>Takes over a state saved earlier.</summary>
    public void Restore(ProducerState state)
    {
        byId[state.ProducerId] = state;
        if (state.OpenSince is { } firstOffset) open.Add((firstOffset, state.ProducerId));
    }

    /// <summary>Forgets producers not seen since <paramref name="beforeMs"/>, except those with a transaction in progress.</summary>
    public void ForgetIdle(long beforeMs)
    {
        foreach (var state in byId.Values)
        {
            // Dictionary allows removal while enumerating.
            if (state.LastSeenMs < beforeMs && state.OpenSince is null && !registered.ContainsKey(state.ProducerId)) byId.Remove(state.ProducerId);
        }
    }

    private bool IsRegistered(long producerId, short epoch) => registered.TryGetValue(producerId, out var known) && known == epoch;

    private void OpenAt(ProducerState state, long firstOffset)
    {
        state.OpenSince = firstOffset;
        open.Add((firstOffset, state.ProducerId));
    }

    private ProducerState Touch(long producerId, short epoch, long nowMs)
    {
        if (!byId.TryGetValue(producerId, out var state)) byId[producerId] = state = new ProducerState(producerId, epoch);

        state.MoveTo(epoch);
        state.LastSeenMs = nowMs;
        return state;
    }
}

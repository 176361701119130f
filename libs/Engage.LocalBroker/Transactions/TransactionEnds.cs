using System.Diagnostics;
using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Transactions;

/// <summary>EndTxn, fencing and timeouts: every way a transaction ends. Decides; <see cref="MarkerWriter"/> carries out.</summary>
internal sealed class TransactionEnds(TransactionStore store, TransactionOptions options)
{
    private readonly long markerDelayMs = options.AnswerAfterMarkers ? 0 : (long)options.MarkerDelay.TotalMilliseconds;
    private readonly HashSet<string> busy = [];
    private readonly Dictionary<string, Reply<TransactionErrorResponse>> waitingForMarkers = [];

    /// <summary>Markers of this transaction are being written and not all are yet.</summary>
    public bool IsBusy(string transactionalId) => busy.Contains(transactionalId);

    public void End(EndTxnRequest request, Reply<TransactionErrorResponse> reply, Turn turn)
    {
        var error = Check(request, out var known);
        if (error == ErrorCode.None && known!.State == TransactionState.Ongoing)
        {
            Prepare(known, known.ProducerEpoch, request.Outcome, turn);
            if (options.AnswerAfterMarkers)
            {
                waitingForMarkers[request.TransactionalId] = reply;
                return;
            }
        }

        turn.Answer(reply, new TransactionErrorResponse(error));
    }

    /// <summary>Aborts an open transaction under a new epoch, so that its producer can neither write nor end anything from here on.</summary>
    /// <remarks>The bump takes effect only once it is stored, so a failed write cannot bump twice when it is tried again.</remarks>
    public void Fence(TransactionMetadata open, Turn turn) =>
        Prepare(open, checked((short)(open.ProducerEpoch + 1)), TransactionOutcome.Abort, turn);

    /// <summary>Fences every transaction open for longer than its producer asked for.</summary>
    public void FenceOverdue(Turn turn)
    {
        foreach (var known in store.All)
        {
            if (known.State == TransactionState.Ongoing && known.StartedAtMs + known.TimeoutMs < turn.NowMs) Fence(known, turn);
        }
    }

    /// <summary>Forgets ids that were idle for their retention.</summary>
    public void ForgetIdle(Turn turn)
    {
        var retentionMs = (long)options.IdRetention.TotalMilliseconds;
        foreach (var known in store.All)
        {
            var isIdle = known.State is not TransactionState.Ongoing && !known.IsPrepared;
            if (isIdle && known.UpdatedAtMs + retentionMs < turn.NowMs) turn.Record(new TransactionForgotten(known.TransactionalId));
        }
    }

    /// <summary>Writing of the markers began.</summary>
    public void OnMarkersBegun(string transactionalId) => busy.Add(transactionalId);

    /// <summary>All markers are written: the transaction is complete as soon as this is stored.</summary>
    public void OnMarkersWritten(string transactionalId, Turn turn)
    {
        turn.Record(new TransactionCompleted(transactionalId, turn.NowMs));
        if (waitingForMarkers.Remove(transactionalId, out var reply)) turn.Answer(reply, new TransactionErrorResponse(ErrorCode.None));
    }

    /// <summary>The transaction is stored as complete.</summary>
    public void OnCompleted(string transactionalId) => busy.Remove(transactionalId);

    /// <summary>The outcome could not be stored, so the transaction is still open; who waits for its end must ask again.</summary>
    public void OnPrepareFailed(string transactionalId)
    {
        if (waitingForMarkers.Remove(transactionalId, out var reply)) reply.Refuse(ErrorCode.CoordinatorNotAvailable);
    }

    /// <summary>When the markers of a prepared transaction are to be written.</summary>
    public static TimerKey MarkerTimer(string transactionalId) => new(TimerKind.TransactionMarkers, transactionalId);

    private void Prepare(TransactionMetadata open, short epoch, TransactionOutcome outcome, Turn turn)
    {
        turn.Record(new TransactionPrepared(
            open.TransactionalId, open.ProducerId, epoch, outcome, turn.NowMs, [.. open.Partitions], [.. open.Groups]));
        turn.Timers.Set(MarkerTimer(open.TransactionalId), turn.NowMs + markerDelayMs);
    }

    private ErrorCode Check(EndTxnRequest request, out TransactionMetadata? known)
    {
        known = null;
        if (request.TransactionalId.Length == 0) return ErrorCode.InvalidRequest;
        if (!store.TryGet(request.TransactionalId, out known)) return ErrorCode.InvalidProducerIdMapping;
        if (known.ProducerId != request.ProducerId) return ErrorCode.InvalidProducerIdMapping;
        if (known.ProducerEpoch != request.ProducerEpoch) return ErrorCode.ProducerFenced;
        return IsBusy(request.TransactionalId) ? ErrorCode.ConcurrentTransactions : Check(known.State, request.Outcome);
    }

    private static ErrorCode Check(TransactionState state, TransactionOutcome outcome) => (state, outcome) switch
    {
        (TransactionState.Ongoing, _) => ErrorCode.None,
        (TransactionState.Empty, _) => ErrorCode.InvalidTransactionState,
        (TransactionState.PrepareCommit, TransactionOutcome.Commit) => ErrorCode.ConcurrentTransactions,
        (TransactionState.PrepareAbort, TransactionOutcome.Abort) => ErrorCode.ConcurrentTransactions,
        (TransactionState.CompleteCommit, TransactionOutcome.Commit) => ErrorCode.None, // The answer was lost; nothing is left to do.
        (TransactionState.CompleteAbort, TransactionOutcome.Abort) => ErrorCode.None,
        (TransactionState.PrepareCommit or TransactionState.CompleteCommit, TransactionOutcome.Abort) => ErrorCode.InvalidTransactionState,
        (TransactionState.PrepareAbort or TransactionState.CompleteAbort, TransactionOutcome.Commit) => ErrorCode.InvalidTransactionState,
        _ => throw new UnreachableException($"EndTxn has no rule for {state} and {outcome}."),
    };
}

using System.Diagnostics;
using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Transactions;

/// <summary>InitProducerId: gives a producer its identity and takes it from whoever held it before.</summary>
internal sealed class ProducerInitialisation(TransactionStore store, ProducerIds ids, TransactionEnds ends, TransactionOptions options)
{
    private readonly long timeoutMsMax = (long)options.MaxTimeout.TotalMilliseconds;

    public void Init(InitProducerIdRequest request, Reply<InitProducerIdResponse> reply, Turn turn) =>
        turn.Answer(reply, request.TransactionalId is { } id ? Init(id, request, turn) : new(ErrorCode.None, ids.Next(turn), 0));

    /// <summary>Gives the identity of an id without open transaction a new epoch that nobody is told.</summary>
    public void TakeIdentity(TransactionMetadata known, Turn turn)
    {
        var anonymous = new InitProducerIdRequest(
            known.TransactionalId, known.TimeoutMs, TransactionMetadata.NoProducerId, TransactionMetadata.NoEpoch);
        _ = Hand(known, anonymous, turn);
    }

    private InitProducerIdResponse Init(string id, InitProducerIdRequest request, Turn turn)
    {
        if (id.Length == 0) return InitProducerIdResponse.Refused(ErrorCode.InvalidRequest);
        if (request.TimeoutMs <= 0 || request.TimeoutMs > timeoutMsMax) return InitProducerIdResponse.Refused(ErrorCode.InvalidTransactionTimeout);
        if (ends.IsBusy(id)) return InitProducerIdResponse.Refused(ErrorCode.ConcurrentTransactions);

        var known = store.TryGet(id, out var stored) ? stored : TransactionMetadata.New(id, ids.Next(turn), request.TimeoutMs, turn.NowMs);
        if (!MayClaim(request, known)) return InitProducerIdResponse.Refused(ErrorCode.ProducerFenced);

        switch (known.State)
        {
            case TransactionState.PrepareCommit or TransactionState.PrepareAbort:
                return InitProducerIdResponse.Refused(ErrorCode.ConcurrentTransactions);

            case TransactionState.Ongoing:
                // The predecessor may be alive: fence it first. The client asks again and then gets the identity.
                ends.Fence(known, turn);
                return InitProducerIdResponse.Refused(ErrorCode.ConcurrentTransactions);

            case TransactionState.Empty or TransactionState.CompleteCommit or TransactionState.CompleteAbort:
                return Hand(known, request, turn);

            default:
                throw new UnreachableException($"Transaction state {known.State} has no rule for InitProducerId.");
        }
    }

    /// <summary>A client that names a producer id must name ours, or the one an exhausted epoch made us replace.</summary>
    private static bool MayClaim(InitProducerIdRequest request, TransactionMetadata known) =>
        request.ProducerId == TransactionMetadata.NoProducerId
        || known.ProducerEpoch == TransactionMetadata.NoEpoch
        || request.ProducerId == known.ProducerId
        || (request.ProducerId == known.LastProducerId && request.ProducerEpoch >= TransactionMetadata.ExhaustedEpoch);

    private InitProducerIdResponse Hand(TransactionMetadata known, InitProducerIdRequest request, Turn turn)
    {
        var names = request.ProducerId != TransactionMetadata.NoProducerId;
        if (known.IsEpochExhausted && (!names || request.ProducerEpoch == known.ProducerEpoch))
        {
            return Store(WithNewProducerId(known, names, turn), request, turn);
        }

        if (!names) return Store(Bumped(known, TransactionMetadata.NoEpoch), request, turn);
        if (known.ProducerEpoch == TransactionMetadata.NoEpoch || request.ProducerEpoch == known.ProducerEpoch)
        {
            return known.IsEpochExhausted
                ? InitProducerIdResponse.Refused(ErrorCode.ProducerFenced)
                : Store(Bumped(known, known.ProducerEpoch), request, turn);
        }

        // The bump was stored but its answer was lost: the same answer once more.
        return request.ProducerEpoch == known.LastProducerEpoch
            ? new InitProducerIdResponse(ErrorCode.None, known.ProducerId, known.ProducerEpoch)
            : InitProducerIdResponse.Refused(ErrorCode.ProducerFenced);
    }

    private static TransactionMetadata Bumped(TransactionMetadata known, short lastEpoch) =>
        known with { ProducerEpoch = (short)(known.ProducerEpoch + 1), LastProducerEpoch = lastEpoch };

    private TransactionMetadata WithNewProducerId(TransactionMetadata known, bool remembersEpoch, Turn turn) => known with
    {
        ProducerId = ids.Next(turn),
        LastProducerId = known.ProducerId,
        ProducerEpoch = 0,
        LastProducerEpoch = remembersEpoch ? known.ProducerEpoch : TransactionMetadata.NoEpoch,
    };

    private static InitProducerIdResponse Store(TransactionMetadata next, InitProducerIdRequest request, Turn turn)
    {
        turn.Record(new TransactionStored(next with
        {
            TimeoutMs = request.TimeoutMs,
            State = TransactionState.Empty,
            Partitions = [],
            Groups = [],
            UpdatedAtMs = turn.NowMs,
        }));
        return new InitProducerIdResponse(ErrorCode.None, next.ProducerId, next.ProducerEpoch);
    }
}

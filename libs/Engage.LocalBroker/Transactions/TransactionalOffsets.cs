using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Transactions;

/// <summary>TxnOffsetCommit: offsets that become the group's only when the transaction commits.</summary>
internal sealed class TransactionalOffsets(TransactionStore store, TransactionEnds ends, OffsetCommits commits)
{
    public void Commit(TxnOffsetCommitRequest request, Reply<OffsetCommitResponse> reply, Turn turn)
    {
        var error = CheckTransaction(request);
        if (error == ErrorCode.None)
        {
            error = commits.CheckTransactional(request.GroupId, request.Generation, request.MemberId, request.InstanceId);
        }

        if (error != ErrorCode.None)
        {
            turn.Answer(reply, commits.Refuse(request.Topics, error));
            return;
        }

        var response = commits.Accept(request.Topics, turn.NowMs, out var accepted);
        if (accepted.Count > 0) turn.Record(new OffsetsPending(request.GroupId, request.ProducerId, accepted));
        turn.Answer(reply, response);
    }

    private ErrorCode CheckTransaction(TxnOffsetCommitRequest request)
    {
        if (request.TransactionalId.Length == 0) return ErrorCode.InvalidRequest;
        if (!store.TryGet(request.TransactionalId, out var known)) return ErrorCode.InvalidProducerIdMapping;
        if (known.ProducerId != request.ProducerId) return ErrorCode.InvalidProducerIdMapping;
        if (known.ProducerEpoch != request.ProducerEpoch) return ErrorCode.InvalidProducerEpoch; // Never 90 here, in no version.
        if (known.IsPrepared || ends.IsBusy(request.TransactionalId)) return ErrorCode.ConcurrentTransactions;
        var isRegistered = known.State == TransactionState.Ongoing && known.Groups.Contains(request.GroupId);
        return isRegistered ? ErrorCode.None : ErrorCode.InvalidTransactionState;
    }
}

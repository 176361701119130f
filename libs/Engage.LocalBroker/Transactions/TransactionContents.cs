using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Transactions;

/// <summary>AddPartitionsToTxn and AddOffsetsToTxn: what a transaction will write to must be known before it is written.</summary>
internal sealed class TransactionContents(TransactionStore store, TransactionEnds ends, IPartitions partitions)
{
    public void AddPartitions(AddPartitionsToTxnRequest request, Reply<AddPartitionsToTxnResponse> reply, Turn turn) =>
        turn.Answer(reply, AddPartitions(request, turn));

    public void AddOffsets(AddOffsetsToTxnRequest request, Reply<TransactionErrorResponse> reply, Turn turn)
    {
        var error = Check(request.TransactionalId, request.ProducerId, request.ProducerEpoch, out var known);
        if (error == ErrorCode.None && !Holds(known!, request.GroupId))
        {
            turn.Record(new TransactionEnlarged(request.TransactionalId, turn.NowMs, [], [request.GroupId]));
        }

        turn.Answer(reply, new TransactionErrorResponse(error));
    }

    private AddPartitionsToTxnResponse AddPartitions(AddPartitionsToTxnRequest request, Turn turn)
    {
        if (request.TransactionalId.Length == 0) return request.Refused(ErrorCode.InvalidRequest);

        TopicPartition[] asked =
            [.. request.Topics.SelectMany(static topic => topic.Partitions.Select(partition => new TopicPartition(topic.Topic, partition)))];
        if (!Array.TrueForAll(asked, partitions.Exists))
        {
            return new([.. request.Topics.Select(topic => topic.Each(partition =>
                partitions.Exists(partition) ? ErrorCode.OperationNotAttempted : ErrorCode.UnknownTopicOrPartition))]);
        }

        var error = Check(request.TransactionalId, request.ProducerId, request.ProducerEpoch, out var known);
        if (error == ErrorCode.None && !Holds(known!, asked))
        {
            turn.Record(new TransactionEnlarged(request.TransactionalId, turn.NowMs, asked, []));
        }

        return request.Refused(error);
    }

    private ErrorCode Check(string transactionalId, long producerId, short producerEpoch, out TransactionMetadata? known)
    {
        known = null;
        if (transactionalId.Length == 0) return ErrorCode.InvalidRequest;
        if (!store.TryGet(transactionalId, out known)) return ErrorCode.InvalidProducerIdMapping;
        if (ends.IsBusy(transactionalId)) return ErrorCode.ConcurrentTransactions;
        if (known.ProducerId != producerId) return ErrorCode.InvalidProducerIdMapping;
        if (known.ProducerEpoch != producerEpoch) return ErrorCode.ProducerFenced;
        return known.IsPrepared ? ErrorCode.ConcurrentTransactions : ErrorCode.None;
    }

    private static bool Holds(TransactionMetadata known, TopicPartition[] asked) =>
        known.State == TransactionState.Ongoing && Array.TrueForAll(asked, known.Partitions.Contains);

    private static bool Holds(TransactionMetadata known, string groupId) =>
        known.State == TransactionState.Ongoing && known.Groups.Contains(groupId);
}

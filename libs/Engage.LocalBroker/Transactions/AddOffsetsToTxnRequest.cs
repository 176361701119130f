using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Transactions;

/// <summary>AddOffsetsToTxn (25) version 0.</summary>
internal sealed record AddOffsetsToTxnRequest(string TransactionalId, long ProducerId, short ProducerEpoch, string GroupId)
    : ICoordinatorRequest<AddOffsetsToTxnRequest, TransactionErrorResponse>
{
    public static AddOffsetsToTxnRequest Read(ref KafkaReader reader, short version) =>
        new(reader.ReadString(), reader.ReadInt64(), reader.ReadInt16(), reader.ReadString());

    public TransactionErrorResponse Refused(ErrorCode error) => new(error);
}

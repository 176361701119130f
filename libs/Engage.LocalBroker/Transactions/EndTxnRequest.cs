using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Transactions;

/// <summary>EndTxn (26) versions 0 and 1.</summary>
internal sealed record EndTxnRequest(string TransactionalId, long ProducerId, short ProducerEpoch, TransactionOutcome Outcome)
    : ICoordinatorRequest<EndTxnRequest, TransactionErrorResponse>
{
    public static EndTxnRequest Read(ref KafkaReader reader, short version) => new(
        reader.ReadString(), reader.ReadInt64(), reader.ReadInt16(),
        reader.ReadBool() ? TransactionOutcome.Commit : TransactionOutcome.Abort);

    public TransactionErrorResponse Refused(ErrorCode error) => new(error);
}

using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Transactions;

/// <summary>InitProducerId (22) versions 0 to 4.</summary>
/// <param name="TransactionalId">Null for a producer that is only idempotent.</param>
/// <param name="ProducerId">-1 when the client had none yet, and below version 3.</param>
internal sealed record InitProducerIdRequest(string? TransactionalId, int TimeoutMs, long ProducerId, short ProducerEpoch)
    : ICoordinatorRequest<InitProducerIdRequest, InitProducerIdResponse>
{
    public static InitProducerIdRequest Read(ref KafkaReader reader, short version)
    {
        var request = new InitProducerIdRequest(
            reader.ReadNullableString(),
            reader.ReadInt32(),
            version >= 3 ? reader.ReadInt64() : TransactionMetadata.NoProducerId,
            version >= 3 ? reader.ReadInt16() : TransactionMetadata.NoEpoch);
        reader.SkipTags();
        return request;
    }

    public InitProducerIdResponse Refused(ErrorCode error) => InitProducerIdResponse.Refused(error);
}

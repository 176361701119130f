using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Transactions;

/// <summary>Answer to InitProducerId (22).</summary>
internal sealed record InitProducerIdResponse(ErrorCode Error, long ProducerId, short ProducerEpoch) : ICoordinatorResponse
{
    public static InitProducerIdResponse Refused(ErrorCode error) =>
        new(error, TransactionMetadata.NoProducerId, TransactionMetadata.NoEpoch);

    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteThrottle();
        writer.WriteError(FencedError.Spell(Error, version, knownFromVersion: 4));
        writer.WriteInt64(ProducerId);
        writer.WriteInt16(ProducerEpoch);
        writer.WriteTags();
    }
}

using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Transactions;

/// <summary>AddPartitionsToTxn (24) version 0.</summary>
internal sealed record AddPartitionsToTxnRequest(
    string TransactionalId, long ProducerId, short ProducerEpoch, IReadOnlyList<TopicPartitions> Topics)
    : ICoordinatorRequest<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>
{
    public static AddPartitionsToTxnRequest Read(ref KafkaReader reader, short version) =>
        new(reader.ReadString(), reader.ReadInt64(), reader.ReadInt16(), TopicPartitions.ReadAll(ref reader) ?? []);

    public AddPartitionsToTxnResponse Refused(ErrorCode error) => new([.. Topics.Select(topic => topic.All(error))]);
}

using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Transactions;

/// <summary>TxnOffsetCommit (28) versions 0 to 3.</summary>
/// <param name="Generation">-1, as are an empty member id and a null instance id, when the client named no member (always below version 3).</param>
internal sealed record TxnOffsetCommitRequest(
    string TransactionalId,
    string GroupId,
    long ProducerId,
    short ProducerEpoch,
    int Generation,
    string MemberId,
    string? InstanceId,
    IReadOnlyList<TopicOffsets> Topics) : ICoordinatorRequest<TxnOffsetCommitRequest, OffsetCommitResponse>
{
    private const int NoGeneration = -1;

    public static TxnOffsetCommitRequest Read(ref KafkaReader reader, short version)
    {
        var namesMember = version >= 3;
        var request = new TxnOffsetCommitRequest(
            reader.ReadString(), reader.ReadString(), reader.ReadInt64(), reader.ReadInt16(),
            namesMember ? reader.ReadInt32() : NoGeneration,
            namesMember ? reader.ReadString() : "",
            namesMember ? reader.ReadNullableString() : null,
            TopicOffsets.ReadAll(ref reader, hasLeaderEpoch: version >= 2));
        reader.SkipTags();
        return request;
    }

    public OffsetCommitResponse Refused(ErrorCode error) => OffsetCommitResponse.Refused(Topics, error);
}

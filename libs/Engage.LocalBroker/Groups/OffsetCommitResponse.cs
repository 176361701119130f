using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>Answer to OffsetCommit (8) and, in the same shape, to TxnOffsetCommit (28).</summary>
internal sealed record OffsetCommitResponse(IReadOnlyList<TopicErrors> Topics) : ICoordinatorResponse
{
    /// <summary>The same error for every partition asked about.</summary>
    public static OffsetCommitResponse Refused(IReadOnlyList<TopicOffsets> topics, ErrorCode error) => new(
        [.. topics.Select(topic => new TopicErrors(
            topic.Topic, [.. topic.Partitions.Select(partition => new PartitionError(partition.Partition, error))]))]);

    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteThrottle();
        TopicErrors.WriteAll(writer, Topics);
        writer.WriteTags();
    }
}

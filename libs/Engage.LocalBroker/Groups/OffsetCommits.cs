using System.Text;
using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>Who may commit offsets, and which of them: OffsetCommit itself, and the group's half of TxnOffsetCommit.</summary>
internal sealed class OffsetCommits(
    GroupDirectory groups, OffsetStore store, IPartitions partitions)
{
    private const int MetadataSizeBytesMax = 4096; // Kafka's default of offset.metadata.max.bytes.

    public void Commit(OffsetCommitRequest request, Reply<OffsetCommitResponse> reply, Turn turn)
    {
        groups.TryGet(request.GroupId, out var group);
        var error = Check(group, request);
        if (error != ErrorCode.None)
        {
            turn.Answer(reply, Refuse(request.Topics, error));
            return;
        }

        if (group?.Member(request.MemberId) is { } member) Sessions.KeepAlive(group, member, turn);
        var response = Accept(request.Topics, turn.NowMs, out var accepted);
        if (accepted.Count > 0) turn.Record(new OffsetsCommitted(request.GroupId, accepted));
        turn.Answer(reply, response);
    }

    /// <summary>Whether the group lets this member send offsets inside a transaction. The state of the group does not matter, only the member's.</summary>
    /// <remarks>
    /// A request with nothing but the group id predates KIP-447 and is accepted always. Generation -1 is accepted by an Empty group even with a
    /// member id, as Apache Kafka does.
    /// </remarks>
    public ErrorCode CheckTransactional(string groupId, int generation, string memberId, string? instanceId)
    {
        if (!groups.TryGet(groupId, out var group)) return generation < 0 ? ErrorCode.None : ErrorCode.IllegalGeneration;
        if (generation < 0 && group.State == GroupState.Empty) return ErrorCode.None;
        if (IsOutsideMembership(generation, memberId, instanceId)) return ErrorCode.None;
        return Membership.Check(group, memberId, instanceId, generation);
    }

    /// <summary>Decides partition by partition; the accepted ones come back ready to be recorded.</summary>
    public OffsetCommitResponse Accept(IReadOnlyList<TopicOffsets> sent, long nowMs, out List<PartitionOffset> accepted)
    {
        accepted = [];
        var answered = new List<TopicErrors>(sent.Count);
        foreach (var topic in sent)
        {
            var errors = new List<PartitionError>(topic.Partitions.Count);
            foreach (var offset in topic.Partitions)
            {
                var partition = new TopicPartition(topic.Topic, offset.Partition);
                var error = Check(partition, offset);
                errors.Add(new PartitionError(offset.Partition, error));
                if (error != ErrorCode.None) continue;

                var position = store.NextPosition + accepted.Count;
                accepted.Add(new(partition, new(offset.Offset, offset.LeaderEpoch, offset.Metadata ?? "", nowMs, position)));
            }

            answered.Add(new TopicErrors(topic.Topic, errors));
        }

        return new OffsetCommitResponse(answered);
    }

    /// <summary>The same error for every partition, unless the partition itself has one.</summary>
    public OffsetCommitResponse Refuse(IReadOnlyList<TopicOffsets> sent, ErrorCode error) => new([.. sent.Select(topic => new TopicErrors(
        topic.Topic,
        [.. topic.Partitions.Select(offset => Check(new(topic.Topic, offset.Partition), offset) is var own && own != ErrorCode.None
            ? new PartitionError(offset.Partition, own)
            : new PartitionError(offset.Partition, error))]))]);

    private static ErrorCode Check(Group? group, OffsetCommitRequest request)
    {
        if (request.GroupId.Length == 0) return ErrorCode.InvalidGroupId;
        if (group is null) return request.Generation < 0 ? ErrorCode.None : ErrorCode.IllegalGeneration;
        if (request.Generation < 0 && group.State == GroupState.Empty) return ErrorCode.None;
        if (IsOutsideMembership(request.Generation, request.MemberId, request.InstanceId)) return ErrorCode.UnknownMemberId;

        var error = Membership.Check(group, request.MemberId, request.InstanceId, request.Generation);
        if (error != ErrorCode.None) return error;

        // The member knows this generation but not yet what it owns in it, so it cannot know what it may commit.
        return group.State == GroupState.CompletingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    private ErrorCode Check(TopicPartition partition, SentOffset offset)
    {
        if (!partitions.Exists(partition)) return ErrorCode.UnknownTopicOrPartition;
        return Encoding.UTF8.GetByteCount(offset.Metadata ?? "") > MetadataSizeBytesMax
            ? ErrorCode.OffsetMetadataTooLarge
            : ErrorCode.None;
    }

    private static bool IsOutsideMembership(int generation, string memberId, string? instanceId) =>
        generation < 0 && memberId.Length == 0 && instanceId is null;
}

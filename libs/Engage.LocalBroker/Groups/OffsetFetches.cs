using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>OffsetFetch: what a group committed, and where a transaction still decides.</summary>
internal sealed class OffsetFetches(OffsetStore store)
{
    public void Fetch(OffsetFetchRequest request, Reply<OffsetFetchResponse> reply, Turn turn)
    {
        var offsets = store.Of(request.GroupId);
        var topics = request.Topics ?? TopicsOf(offsets, request.RequireStable);
        turn.Answer(reply, new OffsetFetchResponse([.. topics.Select(topic => new FetchedTopic(
            topic.Topic, [.. topic.Partitions.Select(partition => Fetch(offsets, new(topic.Topic, partition), request.RequireStable))]))]));
    }

    private static FetchedOffset Fetch(GroupOffsets? offsets, TopicPartition partition, bool requireStable)
    {
        if (offsets is null) return FetchedOffset.None(partition.Partition);
        if (requireStable && offsets.IsPending(partition)) return FetchedOffset.None(partition.Partition, ErrorCode.UnstableOffsetCommit);
        return offsets.Committed.TryGetValue(partition, out var committed)
            ? new FetchedOffset(partition.Partition, committed.Offset, committed.LeaderEpoch, committed.Metadata, ErrorCode.None)
            : FetchedOffset.None(partition.Partition);
    }

    /// <summary>A reader of all partitions that insists on stable offsets must learn of those known only to an open transaction, too: it has to wait.</summary>
    private static IEnumerable<TopicPartitions> TopicsOf(GroupOffsets? offsets, bool requireStable)
    {
        if (offsets is null) return [];

        var pending = requireStable ? offsets.PendingByProducer.Values.SelectMany(static pending => pending.Keys) : [];
        return offsets.Committed.Keys.Union(pending)
            .GroupBy(static partition => partition.Topic, static partition => partition.Partition)
            .Select(static topic => new TopicPartitions(topic.Key, [.. topic.Order()]));
    }
}

using Engage.LocalBroker.Coordination;

namespace Engage.LocalBroker.Groups;

/// <summary>Forgets offsets nobody used for the retention, and groups nothing is left of.</summary>
internal sealed class GroupRetention(GroupDirectory groups, OffsetStore store, GroupOptions options)
{
    private readonly long retentionMs = (long)options.OffsetRetention.TotalMilliseconds;

    public void Sweep(Turn turn)
    {
        if (retentionMs == 0) return;

        foreach (var group in groups.All)
        {
            if (group.State == GroupState.Empty && group.PendingMemberIds.Count == 0) Sweep(group, turn);
        }
    }

    private void Sweep(Group group, Turn turn)
    {
        var offsets = store.Of(group.Id);
        var expired = offsets is null ? [] : ExpiredOf(group, offsets, turn.NowMs);
        var isNothingLeft = offsets is null || (!offsets.HasPending && expired.Count == offsets.Committed.Count);

        if (isNothingLeft) turn.Record(new GroupDeleted(group.Id));
        else if (expired.Count > 0) turn.Record(new OffsetsDeleted(group.Id, expired));
    }

    private List<TopicPartition> ExpiredOf(Group group, GroupOffsets offsets, long nowMs)
    {
        var expired = new List<TopicPartition>();
        foreach (var (partition, committed) in offsets.Committed)
        {
            // A group that never had members cannot become empty: there the age of each offset counts.
            var idleSinceMs = group.ProtocolType is null ? committed.WrittenAtMs : Math.Max(committed.WrittenAtMs, group.SinceMs);
            if (idleSinceMs + retentionMs < nowMs && !offsets.IsPending(partition)) expired.Add(partition);
        }

        return expired;
    }
}

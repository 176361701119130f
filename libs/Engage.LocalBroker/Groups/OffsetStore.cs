using Engage.LocalBroker.Coordination;

namespace Engage.LocalBroker.Groups;

/// <summary>Committed and pending offsets of every group. Changes only by applying journal records, live and on replay alike.</summary>
internal sealed class OffsetStore
{
    private readonly Dictionary<string, GroupOffsets> groups = [];

    /// <summary>The position the next written offset gets.</summary>
    public long NextPosition { get; private set; }

    /// <summary>Null when the group has neither committed nor pending offsets.</summary>
    public GroupOffsets? Of(string groupId) => groups.GetValueOrDefault(groupId);

    public IEnumerable<KeyValuePair<string, GroupOffsets>> All => groups;

    public void Apply(OffsetsCommitted record)
    {
        var offsets = GetOrCreate(record.GroupId);
        foreach (var (partition, committed) in record.Offsets)
        {
            offsets.Commit(partition, committed);
            Advance(committed.Position);
        }
    }

    public void Apply(OffsetsPending record)
    {
        var offsets = GetOrCreate(record.GroupId);
        foreach (var (partition, pending) in record.Offsets)
        {
            offsets.AddPending(record.ProducerId, partition, pending);
            Advance(pending.Position);
        }
    }

    public void Apply(OffsetsDeleted record)
    {
        if (Of(record.GroupId) is not { } offsets) return;
        foreach (var partition in record.Partitions) offsets.Delete(partition);
        DropIfEmpty(record.GroupId, offsets);
    }

    /// <summary>The transaction of this producer ended: its pending offsets become the group's, or vanish.</summary>
    public void EndTransaction(string groupId, long producerId, bool isCommit)
    {
        if (Of(groupId) is not { } offsets) return;
        offsets.EndTransaction(producerId, isCommit);
        DropIfEmpty(groupId, offsets);
    }

    /// <summary>Forgets everything about a topic, pending offsets included.</summary>
    public void DeleteTopic(string topic)
    {
        foreach (var (groupId, offsets) in groups.ToArray())
        {
            offsets.DeleteTopic(topic);
            DropIfEmpty(groupId, offsets);
        }
    }

    public void DeleteGroup(string groupId) => groups.Remove(groupId);

    private GroupOffsets GetOrCreate(string groupId)
    {
        if (groups.TryGetValue(groupId, out var offsets)) return offsets;
        return groups[groupId] = new GroupOffsets();
    }

    private void DropIfEmpty(string groupId, GroupOffsets offsets)
    {
        if (offsets.IsEmpty) groups.Remove(groupId);
    }

    private void Advance(long position) => NextPosition = Math.Max(NextPosition, position + 1);
}

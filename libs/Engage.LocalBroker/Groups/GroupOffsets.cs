using Engage.LocalBroker.Coordination;

namespace Engage.LocalBroker.Groups;

/// <summary>The offsets of one group.</summary>
internal sealed class GroupOffsets
{
    private readonly Dictionary<TopicPartition, CommittedOffset> committed = [];
    private readonly Dictionary<long, Dictionary<TopicPartition, CommittedOffset>> pendingByProducer = [];

    public IReadOnlyDictionary<TopicPartition, CommittedOffset> Committed => committed;

    /// <summary>By producer id; an entry exists only while it holds at least one offset.</summary>
    public IReadOnlyDictionary<long, Dictionary<TopicPartition, CommittedOffset>> PendingByProducer => pendingByProducer;

    public bool HasPending => pendingByProducer.Count > 0;

    public bool IsEmpty => committed.Count == 0 && !HasPending;

    public bool IsPending(TopicPartition partition) => pendingByProducer.Values.Any(pending => pending.ContainsKey(partition));

    public void Commit(TopicPartition partition, CommittedOffset offset)
    {
        // Of a plain and a transactional write the later written one wins, whichever takes effect last.
        if (committed.TryGetValue(partition, out var current) && current.Position > offset.Position) return;
        committed[partition] = offset;
    }

    public void AddPending(long producerId, TopicPartition partition, CommittedOffset offset)
    {
        if (!pendingByProducer.TryGetValue(producerId, out var pending)) pendingByProducer[producerId] = pending = [];
        pending[partition] = offset;
    }

    public void Delete(TopicPartition partition) => committed.Remove(partition);

    public void DeleteTopic(string topic)
    {
        RemoveTopic(committed, topic);
        foreach (var (producerId, pending) in pendingByProducer.ToArray())
        {
            RemoveTopic(pending, topic);
            if (pending.Count == 0) pendingByProducer.Remove(producerId);
        }
    }

    public void EndTransaction(long producerId, bool isCommit)
    {
        if (!pendingByProducer.Remove(producerId, out var pending) || !isCommit) return;
        foreach (var (partition, offset) in pending) Commit(partition, offset);
    }

    private static void RemoveTopic(Dictionary<TopicPartition, CommittedOffset> offsets, string topic)
    {
        foreach (var partition in offsets.Keys.Where(partition => partition.Topic == topic).ToArray()) offsets.Remove(partition);
    }
}

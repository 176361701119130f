using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Storage;

/// <summary>A topic with its open partitions. Written on the coordinator's thread only; read by any.</summary>
internal sealed class LiveTopic(TopicEntry entry)
{
    private volatile TopicEntry entry = entry;
    private volatile Partition[] partitions = [];
    private volatile bool deleted;

    public TopicEntry Entry => entry;

    /// <summary>By partition number.</summary>
    public IReadOnlyList<Partition> Partitions => partitions;

    public bool IsDeleted => deleted;

    public Partition? Find(int index) => (uint)index < (uint)partitions.Length ? partitions[index] : null;

    public void Update(TopicEntry newer, IEnumerable<Partition> added)
    {
        partitions = [.. partitions, .. added];
        entry = newer;
    }

    public void MarkDeleted() => deleted = true;
}

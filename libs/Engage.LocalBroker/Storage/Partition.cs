using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Storage;

/// <summary>A living partition: its log and the topic it belongs to.</summary>
internal sealed class Partition(LiveTopic topic, int index, PartitionLog log)
{
    public int Index { get; } = index;

    public PartitionLog Log { get; } = log;

    public string Topic => topic.Entry.Name;

    public Guid TopicId => topic.Entry.Id;

    /// <summary>The topic's configuration as it is now.</summary>
    public TopicConfig Config => topic.Entry.Config;

    /// <summary>True once the topic was deleted: requests that still hold this object answer as if it never existed.</summary>
    public bool IsDeleted => topic.IsDeleted;
}

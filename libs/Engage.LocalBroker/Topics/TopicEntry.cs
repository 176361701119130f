namespace Engage.LocalBroker.Topics;

/// <summary>A topic as the journal tells it.</summary>
/// <param name="Id">Names the log directories, so that a re-created topic never sees old files; never sent to clients.</param>
/// <param name="Name">Unique among living topics.</param>
/// <param name="PartitionCount">At least 1.</param>
/// <param name="Overrides">Configurations set on the topic, by name.</param>
internal sealed record TopicEntry(Guid Id, string Name, int PartitionCount, IReadOnlyDictionary<string, string> Overrides)
{
    public TopicConfig Config { get; } = TopicConfig.From(Overrides);
}

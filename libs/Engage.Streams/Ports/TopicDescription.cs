namespace Engage.Streams.Ports;

/// <summary>A topic as the cluster has it.</summary>
/// <param name="TopicId">Changes when a topic is deleted and made again; state belongs to one id.</param>
/// <param name="CleanupPolicy"><c>compact</c>, <c>delete</c> or both.</param>
/// <param name="DeleteRetention">How long tombstones stay readable.</param>
/// <param name="MinCompactionLag">For how long a record is certain not to be compacted.</param>
public sealed record TopicDescription(string Name, string TopicId, int PartitionCount, string CleanupPolicy, TimeSpan DeleteRetention, TimeSpan MinCompactionLag)
{
    /// <summary>Largest batch that the topic takes, in bytes.</summary>
    public int BatchBytesMax { get; init; } = 1_048_588;
}

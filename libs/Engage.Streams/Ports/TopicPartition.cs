namespace Engage.Streams.Ports;

/// <summary>One partition of a topic by its full name (prefix included).</summary>
public readonly record struct TopicPartition(string Topic, int Partition)
{
    public override string ToString() => $"{Topic}[{Partition}]";
}

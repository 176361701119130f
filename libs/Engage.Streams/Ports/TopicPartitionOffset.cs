namespace Engage.Streams.Ports;

/// <summary>A position in a partition: the offset of the next record to read.</summary>
public readonly record struct TopicPartitionOffset(TopicPartition Partition, long Offset)
{
    /// <summary>Stands for "no offset known".</summary>
    public const long None = -1;

    public override string ToString() => $"{Partition}@{Offset}";
}

namespace Engage.Streams.Ports;

/// <summary>Where a record ended up; set before the commit that includes it returns.</summary>
public sealed class DeliveryReport
{
    /// <summary>The record's offset, or <see cref="TopicPartitionOffset.None"/>: not known, which may happen to a record that was delivered (a retry that the broker recognised).</summary>
    public long Offset { get; set; } = TopicPartitionOffset.None;

    public void Reset() => Offset = TopicPartitionOffset.None;
}

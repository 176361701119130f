using Engage.Streams.Ports;

namespace Engage.Streams.Kafka.Tests.Careless;

/// <summary>The real consumer but for its membership.</summary>
internal sealed class CarelessConsumer(IInputConsumer inner, Func<GroupMetadata, GroupMetadata> disguise) : IInputConsumer
{
    public PollResult Poll(TimeSpan timeout, out FetchedRecord record) => inner.Poll(timeout, out record);

    public GroupMetadata TakeGroupMetadata() => disguise(inner.TakeGroupMetadata());

    public void ReadCommitted(IReadOnlyList<TopicPartition> partitions, Span<long> offsets, TimeSpan timeout) => inner.ReadCommitted(partitions, offsets, timeout);

    public void Pause(IReadOnlyList<TopicPartition> partitions) => inner.Pause(partitions);

    public void Resume(IReadOnlyList<TopicPartition> partitions) => inner.Resume(partitions);

    public void Seek(TopicPartitionOffset position) => inner.Seek(position);

    public void Rejoin() => inner.Rejoin();

    public long? TryGetKnownEnd(TopicPartition partition) => inner.TryGetKnownEnd(partition);

    public void Close() => inner.Close();

    public void Dispose() => inner.Dispose();
}

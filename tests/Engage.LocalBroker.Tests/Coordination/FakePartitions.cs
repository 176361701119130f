using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Tests.Coordination;

/// <summary>Partitions that only remember what they were told. Thread-safe, because the coordinator's thread and the test both look.</summary>
internal sealed class FakePartitions : IPartitions
{
    private readonly Lock gate = new();
    private readonly List<(TopicPartition Partition, TransactionMarker Marker)> markers = [];
    private readonly List<(TopicPartition Partition, long ProducerId, short ProducerEpoch)> registrations = [];

    public HashSet<TopicPartition> Existing { get; } = [new("orders", 0), new("orders", 1), new("payments", 0)];

    public List<OpenTransaction> Open { get; } = [];

    /// <summary>Partitions whose markers fail with a storage error.</summary>
    public HashSet<TopicPartition> Unwritable { get; } = [];

    public IReadOnlyList<(TopicPartition Partition, TransactionMarker Marker)> Markers
    {
        get
        {
            lock (gate) return [.. markers];
        }
    }

    public IReadOnlyList<(TopicPartition Partition, long ProducerId, short ProducerEpoch)> Registrations
    {
        get
        {
            lock (gate) return [.. registrations];
        }
    }

    public bool Exists(TopicPartition partition) => Existing.Contains(partition);

    public ErrorCode RegisterTransaction(TopicPartition partition, long producerId, short producerEpoch)
    {
        if (!Exists(partition)) return ErrorCode.UnknownTopicOrPartition;
        lock (gate) registrations.Add((partition, producerId, producerEpoch));
        return ErrorCode.None;
    }

    public ErrorCode AppendMarker(TopicPartition partition, in TransactionMarker marker)
    {
        if (!Exists(partition)) return ErrorCode.UnknownTopicOrPartition;
        if (Unwritable.Contains(partition)) return ErrorCode.StorageError;
        lock (gate) markers.Add((partition, marker));
        return ErrorCode.None;
    }

    public IReadOnlyList<OpenTransaction> OpenTransactions() => Open;
}

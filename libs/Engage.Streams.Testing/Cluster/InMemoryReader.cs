using Engage.Streams.Ports;

namespace Engage.Streams.Testing.Cluster;

/// <summary>Reads one partition of the in-memory cluster.</summary>
internal sealed class InMemoryReader(InMemoryCluster cluster) : ILogReader
{
    private LogPosition? position;

    public void Assign(TopicPartitionOffset assigned)
    {
        position = new LogPosition(cluster.Log(assigned.Partition));
        position.Seek(assigned.Offset);
    }

    public PollResult Poll(TimeSpan timeout, out FetchedRecord record) => position!.Read(0, out record);

    public void Dispose() => position = null;
}

using Engage.Streams.Ports;

namespace Engage.Streams.Testing.Cluster;

/// <summary>Answers questions about the in-memory cluster.</summary>
internal sealed class InMemoryAdmin(InMemoryCluster cluster) : ITopicAdmin
{
    public TopicDescription Describe(string topic) => cluster.Describe(topic);

    public long ReadHighWatermark(TopicPartition partition) => cluster.Log(partition).HighWatermark;

    public long ReadStableEnd(TopicPartition partition) => cluster.Log(partition).StableEnd;

    public long ReadLogStart(TopicPartition partition) => cluster.Log(partition).Start;

    public Task<int> CountUnassigned(string group, IReadOnlyList<TopicPartition> partitions) => Task.FromResult(cluster.CountUnassigned(group, partitions));

    public void Dispose()
    {
        // Holds nothing.
    }
}

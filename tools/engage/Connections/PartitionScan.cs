using Engage.Streams;
using Engage.Streams.Kafka.Tools;

namespace Engage.Cli.Connections;

/// <summary>Goes through one partition's committed records as they are, from the oldest to its present end.</summary>
internal static class PartitionScan
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="CommandException">The topic does not exist.</exception>
    public static IEnumerable<TopicRecord> Of(Cluster cluster, Topic topic, int partition)
    {
        var name = cluster.Topic(topic.Name);
        using (var admin = new ClusterAdmin(cluster.Connection))
        {
            if (!admin.PartitionCounts().ContainsKey(name)) throw new CommandException($"The topic {name} does not exist; run 'engage topics create'.");
        }

        using var reader = new TopicReader(cluster.Connection);
        reader.Open([(name, partition)], ReadFrom.Start);
        foreach (var record in reader.ToEnd(Patience)) yield return record;
    }
}

using Engage.Avro.Binary;
using Engage.Streams.Kafka.Tools;
using Engage.Topics;

namespace Engage.Cli.Connections;

/// <summary>Goes through a topic's committed records from an instant to its present end, or on from there.</summary>
internal static class TopicScan
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A decoded record with its place.</summary>
    public readonly record struct Item<T>(TopicRecord Record, T Value);

    /// <param name="from">Null: from the oldest record there is.</param>
    /// <param name="follow">True: goes on with what is written later, until cancelled.</param>
    /// <exception cref="CommandException">The topic does not exist.</exception>
    public static IEnumerable<Item<T>> Of<T, TCodec>(Cluster cluster, EngageTopic<T, TCodec> topic, DateTimeOffset? from = null, bool follow = false, CancellationToken cancelled = default)
        where T : class
        where TCodec : struct, IAvroCodec<T>
    {
        var name = cluster.Topic(topic.Name);
        using var admin = new ClusterAdmin(cluster.Connection);
        if (!admin.PartitionCounts().TryGetValue(name, out var partitions)) throw new CommandException($"The topic {name} does not exist; run 'engage topics create'.");

        using var reader = new TopicReader(cluster.Connection);
        reader.Open(new Dictionary<string, int> { [name] = partitions }, from is { } instant ? ReadFrom.At(instant) : ReadFrom.Start);
        foreach (var record in reader.ToEnd(Patience))
        {
            if (record.Value is not null) yield return new Item<T>(record, topic.Wire.Read(record.Value));
        }

        while (follow && !cancelled.IsCancellationRequested)
        {
            if (reader.Next(TimeSpan.FromMilliseconds(200)) is { Value: not null } record) yield return new Item<T>(record, topic.Wire.Read(record.Value));
        }
    }
}

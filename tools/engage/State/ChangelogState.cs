using Engage.Cli.Connections;
using Engage.Streams;
using Engage.Streams.Kafka.Tools;

namespace Engage.Cli.State;

/// <summary>The committed state of one partition of a worker, as its changelog holds it: what a worker that starts on an empty disk restores. Read whole; nothing is asked of the worker.</summary>
internal sealed class ChangelogState
{
    private readonly Dictionary<byte, Dictionary<string, byte[]>> stores = [];

    private ChangelogState()
    {
    }

    /// <param name="worker">Has a changelog.</param>
    /// <param name="keep">Which keys are of interest, without their store's id; null: all.</param>
    public static ChangelogState Read(Cluster cluster, string worker, int partition, Func<Store, byte[], bool> keep, params Store[] wanted)
    {
        var state = new ChangelogState();
        var byId = wanted.ToDictionary(store => store.Id);
        foreach (var store in wanted) state.stores[store.Id] = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var admin = new ClusterAdmin(cluster.Connection);
        var topic = cluster.Topic(worker + "-changelog");
        if (!admin.PartitionCounts().ContainsKey(topic)) throw new CommandException($"The topic {topic} does not exist; run 'engage topics create'.");

        using var reader = new TopicReader(cluster.Connection);
        reader.Open([(topic, partition)], ReadFrom.Start);
        foreach (var record in reader.ToEnd(TimeSpan.FromSeconds(30)))
        {
            if (record.Key is not { Length: > 0 } key || !byId.TryGetValue(key[0], out var store)) continue;
            var own = key[1..];
            if (!keep(store, own)) continue;
            if (record.Value is null) state.stores[store.Id].Remove(Convert.ToHexString(own));
            else state.stores[store.Id][Convert.ToHexString(own)] = record.Value;
        }

        return state;
    }

    /// <summary>The state that entries make, keys without their store's id.</summary>
    public static ChangelogState Of(params (Store Store, IEnumerable<KeyValuePair<byte[], byte[]>> Entries)[] stores)
    {
        var state = new ChangelogState();
        foreach (var (store, entries) in stores) state.stores[store.Id] = entries.ToDictionary(entry => Convert.ToHexString(entry.Key), entry => entry.Value, StringComparer.Ordinal);
        return state;
    }

    /// <summary>Null: the key is absent.</summary>
    public byte[]? Find(Store store, ReadOnlySpan<byte> key) => stores[store.Id].GetValueOrDefault(Convert.ToHexString(key));

    /// <summary>All entries of a store, keys without the store's id, in no order.</summary>
    public IEnumerable<KeyValuePair<byte[], byte[]>> All(Store store) => stores[store.Id].Select(entry => KeyValuePair.Create(Convert.FromHexString(entry.Key), entry.Value));
}

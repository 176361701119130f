using Engage.Streams.Ports;

namespace Engage.Streams.Testing;

/// <summary>State stores in memory. They outlive a close, as files do, and are gone with this object. Not thread-safe.</summary>
public sealed class InMemoryStateStores : IStateStoreFactory
{
    private readonly Dictionary<(string Worker, int Partition), InMemoryStateStore> stores = [];

    public IStateStoreBackend Open(string worker, int partition)
    {
        lock (stores)
        {
            if (!stores.TryGetValue((worker, partition), out var store)) stores[(worker, partition)] = store = new InMemoryStateStore();
            store.Open();
            return store;
        }
    }

    public void Wipe(string worker, int partition)
    {
        lock (stores) stores.Remove((worker, partition));
    }

    /// <summary>The committed content of one task, in key order, the engine's meta data under key <c>00</c> included.</summary>
    public IReadOnlyList<KeyValuePair<byte[], byte[]>> Dump(string worker, int partition)
    {
        lock (stores) return stores.TryGetValue((worker, partition), out var store) ? store.Dump() : [];
    }

    /// <summary>Lets go of what a killed process had open.</summary>
    public void ReleaseLocks()
    {
        lock (stores)
        {
            foreach (var store in stores.Values) store.Dispose();
        }
    }
}

using System.Collections.Concurrent;
using System.Globalization;

using Engage.Streams.Ports;
using Engage.Streams.RocksDb.Integrity;

namespace Engage.Streams.RocksDb;

/// <summary>Keeps each task's database in <c>DIRECTORY/WORKER/PARTITION</c>. Thread-safe.</summary>
/// <param name="directory">Must not be shared by two processes.</param>
/// <param name="environment">Not owned: dispose it after this.</param>
public sealed class RocksDbStateStores(string directory, RocksDbEnvironment environment) : IStateStoreFactory
{
    private readonly ConcurrentDictionary<(string Worker, int Partition), RocksDatabase> opened = new();

    /// <summary>Bytes of the shared block cache in use.</summary>
    public long BlockCacheUsageBytes => environment.BlockCacheUsageBytes;

    /// <inheritdoc/>
    public IStateStoreBackend Open(string worker, int partition)
    {
        var database = RocksDatabase.Open(environment, PathOf(worker, partition));
        opened[(worker, partition)] = database;
        return database;
    }

    /// <inheritdoc/>
    public void Wipe(string worker, int partition)
    {
        var path = PathOf(worker, partition);
        StateFiles.Guard("wipe", path, () =>
        {
            if (!Directory.Exists(path)) return;
            DirectorySeal.Break(path); // First: a directory that was wiped half must not open.
            Directory.Delete(path, recursive: true);
        });
    }

    /// <summary>Figures of the databases that are open now, summed over a worker's tasks.</summary>
    public RocksDbStatistics ReadStatistics(string worker)
    {
        var sum = default(RocksDbStatistics);
        foreach (var (key, database) in opened)
        {
            if (database.IsClosed) opened.TryRemove(new(key, database));
            else if (key.Worker == worker) sum += database.ReadStatistics();
        }

        return sum;
    }

    private string PathOf(string worker, int partition) => Path.Combine(directory, worker, partition.ToString(CultureInfo.InvariantCulture));
}

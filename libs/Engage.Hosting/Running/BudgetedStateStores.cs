using Engage.Hosting.Logging;
using Engage.Hosting.Options;
using Engage.Streams.Ports;
using Engage.Streams.RocksDb;

using Microsoft.Extensions.Logging;

namespace Engage.Hosting.Running;

/// <summary>State stores whose memory is divided when the first task is opened: only then is it known how many there can be.</summary>
/// <remarks>Lives as long as the process: a thread that a stop did not wait for may still be reading, and freed settings under it would end the process without its exit status.</remarks>
/// <param name="countTasks">The most tasks that this process can own.</param>
internal sealed class BudgetedStateStores(StateOptions options, Func<int> countTasks, ILogger logger) : IStateStoreFactory
{
    private readonly Lock gate = new();
    private RocksDbStateStores? stores;

    public long BlockCacheUsageBytes => Volatile.Read(ref stores)?.BlockCacheUsageBytes ?? 0;

    public IStateStoreBackend Open(string worker, int partition) => Stores().Open(worker, partition);

    public void Wipe(string worker, int partition) => Stores().Wipe(worker, partition);

    public RocksDbStatistics ReadStatistics(string worker) => Volatile.Read(ref stores)?.ReadStatistics(worker) ?? default;

    private RocksDbStateStores Stores()
    {
        lock (gate)
        {
            if (stores is { } known) return known;
            var budget = Divide(countTasks());
            Log.StateMemory(logger, budget.ToString());
            return stores = new RocksDbStateStores(options.Directory, new RocksDbEnvironment(budget));
        }
    }

    private RocksDbMemoryBudget Divide(int tasks)
    {
        var needed = RocksDbMemoryBudget.MinimumBytes(tasks);
        if (needed > options.MemoryBudget.Bytes) Log.StateMemoryRaised(logger, options.MemoryBudget.ToString(), tasks, needed >> 20);
        return RocksDbMemoryBudget.Divide(Math.Max(needed, options.MemoryBudget.Bytes), tasks);
    }
}

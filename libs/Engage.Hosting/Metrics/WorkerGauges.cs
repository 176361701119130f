using System.Diagnostics.Metrics;

using Engage.Hosting.Running;
using Engage.Streams;
using Engage.Streams.RocksDb;

namespace Engage.Hosting.Metrics;

/// <summary>How the worker is now, read at each scrape: what was given back is not there any more.</summary>
internal sealed class WorkerGauges : IDisposable
{
    private readonly Meter meter = new(MetricsCollector.MeterPrefix + "Gauges");
    private readonly Topology topology;
    private readonly StreamWorker worker;

    public WorkerGauges(Topology topology, StreamWorker worker, WorkerStatus status, BudgetedStateStores stores)
    {
        this.topology = topology;
        this.worker = worker;
        meter.CreateObservableGauge(MetricNames.BuildInfo, () => new Measurement<int>(1, new KeyValuePair<string, object?>("version", status.Version)), description: "What runs.");
        meter.CreateObservableGauge(MetricNames.WorkerState, () => States(status.State), description: "One of the states is 1.");
        meter.CreateObservableGauge(MetricNames.BrokerLastContact, () => LastContact(status), description: "When the cluster last answered, Unix time.");
        CreateTaskGauges();
        if (topology.IsStateful) CreateStateGauges(stores);
    }

    public void Dispose() => meter.Dispose();

    private static IEnumerable<Measurement<int>> States(WorkerState current) => Enum.GetValues<WorkerState>()
        .Select(state => new Measurement<int>(state == current ? 1 : 0, new KeyValuePair<string, object?>("state", Lower(state))));

    private static IEnumerable<Measurement<double>> LastContact(WorkerStatus status) =>
        status.BrokerContactAt is { } at ? [new(UnixTime.Seconds(at))] : [];

    private static string Lower<T>(T state)
        where T : struct, Enum => state.ToString().ToLowerInvariant();

    private void CreateTaskGauges()
    {
        meter.CreateObservableGauge(MetricNames.AssignedPartitions, () => worker.ReadTasks().Count, description: "Partitions that this process owns.");
        meter.CreateObservableGauge(MetricNames.Tasks, CountTasks, description: "Tasks by state.");
        meter.CreateObservableGauge(MetricNames.ConsumerLag, () => worker.ReadTasks().Sum(task => task.Lag ?? 0), description: "Input records not yet processed, over all owned partitions.");
        meter.CreateObservableGauge(MetricNames.GlobalTableOffset, TableOffsets, description: "Next offset of the global table; compare instances to find one that lags.");
    }

    private void CreateStateGauges(BudgetedStateStores stores)
    {
        meter.CreateObservableGauge(MetricNames.RestoreRemaining, () => worker.ReadTasks().Sum(task => task.RestoreRemaining), description: "Changelog records still to apply.");
        meter.CreateObservableGauge(MetricNames.StateOverlayBytes, () => worker.ReadTasks().Sum(task => task.UncommittedBytes), description: "State and outputs of open transactions.");
        meter.CreateObservableCounter(MetricNames.StateCacheHits, () => worker.ReadTasks().Sum(task => task.CacheHits), description: "Reads that the committed cache answered.");
        meter.CreateObservableCounter(MetricNames.StateCacheMisses, () => worker.ReadTasks().Sum(task => task.CacheMisses), description: "Reads that went to the database.");
        Database(MetricNames.StateBytes, statistics => statistics.FileBytes, "Size of the databases on disk.");
        Database(MetricNames.StateKeys, statistics => statistics.Keys, "Keys in the databases, estimated.");
        Database(MetricNames.StateMemoryBytes, statistics => statistics.MemoryBytes, "Write buffers of the databases.");
        Database(MetricNames.StatePendingCompaction, statistics => statistics.PendingCompactionBytes, "Bytes that compaction still has to rewrite.");
        Database(MetricNames.StateBackgroundErrors, statistics => statistics.BackgroundErrors, "Failed flushes and compactions.");
        Database(MetricNames.StateWritesStopped, statistics => statistics.AreWritesStopped ? 1 : 0, "1 while writes wait for compaction.");
        meter.CreateObservableGauge(MetricNames.StateBlockCacheBytes, () => stores.BlockCacheUsageBytes, description: "Block cache in use.");

        void Database(string name, Func<RocksDbStatistics, long> figure, string description) =>
            meter.CreateObservableGauge(name, () => figure(stores.ReadStatistics(topology.Name)), description: description);
    }

    private IEnumerable<Measurement<int>> CountTasks()
    {
        var tasks = worker.ReadTasks();
        foreach (var state in Enum.GetValues<TaskState>())
            yield return new(tasks.Count(task => task.State == state), new KeyValuePair<string, object?>("state", Lower(state)));
    }

    private IEnumerable<Measurement<long>> TableOffsets() => topology.GlobalTables
        .Select(table => new Measurement<long>(table.NextOffset, new KeyValuePair<string, object?>("topic", table.Topic.Name)));
}

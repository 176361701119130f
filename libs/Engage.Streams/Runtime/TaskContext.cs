using Engage.Streams.State;

namespace Engage.Streams.Runtime;

/// <summary>What a task shows to its processor.</summary>
internal sealed class TaskContext(StreamTask task, WorkerPlan plan, Action wake) : ITaskContext
{
    public int Partition => task.Partition;

    public int PartitionCount => plan.PartitionCount;

    public long StreamTimeMicros => task.StreamTimeMicros;

    public ITimers Timers => task.Timers ?? throw new InvalidOperationException($"{plan.Worker} has no store, hence no changelog to keep timers in.");

    public IKeyValueStore<TKey, TValue> Open<TKey, TValue>(Store<TKey, TValue> store) => new KeyValueStore<TKey, TValue>(store, OpenBytes(store));

    public IBytesStore OpenBytes(Store store) => plan.Topology.Stores.Contains(store)
        ? new BytesStore(store, task.Store!, plan.Options.RecordBytesMax)
        : throw new InvalidOperationException($"{plan.Worker} does not name {store} in AddStore(...), so it cannot open it.");

    public Output<TKey, TValue> Output<TKey, TValue>(Topic<TKey, TValue> topic)
    {
        var index = plan.OutputIndex(topic);
        return new Output<TKey, TValue>(task.Outputs, index, topic, plan.OutputPartitionCounts[index]);
    }

    public void RequestCommit() => task.WantsCommit = true;

    public void Wake() => wake();
}

using Engage.Streams.Ports;
using Engage.Streams.Runtime;

namespace Engage.Streams.Offline;

/// <summary>
/// One task of a topology outside any cluster: its owner hands it records that were read elsewhere and gets what it would have written. The very task class of production, with its state in memory,
/// without group, transaction, changelog and ticks: for questions about a log that must leave no trace.
/// </summary>
/// <remarks>One thread. Every record commits by itself.</remarks>
public sealed class OfflineTask : IDisposable
{
    private readonly WorkerPlan plan;
    private readonly StreamTask task;
    private readonly StateBatch batch = new();
    private readonly Topic[] inputs;

    /// <param name="partition">The partition that the records come from.</param>
    /// <param name="partitionCount">Of every partitioned topic.</param>
    public OfflineTask(Topology topology, int partition, int partitionCount)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var options = new StreamsOptions { StateDirectory = "none", DeadLettersPerMinuteMax = int.MaxValue };
        plan = WorkerPlan.Load(topology, options, new NoCluster(topology, options.TopicPrefix, partitionCount));
        var nothing = new NoCluster(topology, options.TopicPrefix, partitionCount);
        task = new StreamTask(plan, partition, new WorkerServices(nothing, nothing, nothing, nothing, nothing, TimeProvider.System, Failpoints.None, "offline"), static () => { });
        if (task.Store is { } store) store.Backend = new MemoryState();
        inputs = [.. topology.Inputs];
        task.Run(new long[inputs.Length]);
    }

    /// <summary>Adds a record to a global table. All of a table's records that later inputs refer to must be there before them.</summary>
    public void AddToTable(Topic table, long offset, long timestampMicros, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var target = plan.Topology.GlobalTables.FirstOrDefault(candidate => candidate.Topic == table)
            ?? throw new ArgumentException($"{plan.Worker} follows no global table {table}.", nameof(table));
        target.Apply(new InputRecord
        {
            Topic = table,
            Partition = 0,
            Offset = offset,
            TimestampMicros = timestampMicros,
            Key = key,
            HasKey = true,
            Value = value,
            IsTombstone = false,
            Headers = default,
        });
    }

    /// <summary>Processes one record of an input; offsets ascend.</summary>
    /// <returns>What it would have written, in order; a record that cannot be processed is among them as a dead letter.</returns>
    /// <exception cref="InvalidOperationException">The record would have to wait: a global table lacks what it refers to, or something outside is unreachable.</exception>
    public IReadOnlyList<OfflineRecord> Process(Topic input, long offset, long timestampMicros, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var index = Array.IndexOf(inputs, input);
        if (index < 0) throw new ArgumentException($"{plan.Worker} does not read {input}.", nameof(input));

        while (!TryProcess(index, offset, timestampMicros, key, value))
        {
            // A processor that threw gets the record again on a fresh start, until the task sets it aside: as a worker does.
            task.Rewind();
            task.Run((long[])task.CommittedPositions.Clone());
        }

        var written = TakeOutputs();
        Commit();
        return written;
    }

    public void Dispose() => task.Close();

    private bool TryProcess(int input, long offset, long timestampMicros, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var record = new FetchedRecord
        {
            TopicIndex = input,
            Partition = task.Partition,
            Offset = offset,
            TimestampMicros = timestampMicros,
            Key = key,
            HasKey = true,
            Value = value,
            HasValue = true,
        };
        try
        {
            if (task.Accept(PollResult.Record, record)) return true;
        }
        catch (ProcessingException)
        {
            return false;
        }

        throw new InvalidOperationException($"{plan.Worker} cannot go on at {plan.Inputs[input]}@{offset}: it waits for {task.Waits[input].What}.");
    }

    private List<OfflineRecord> TakeOutputs()
    {
        var written = new List<OfflineRecord>(task.Outputs.Count);
        for (var i = 0; i < task.Outputs.Count; i++)
        {
            ref readonly var record = ref task.Outputs[i];
            written.Add(new OfflineRecord(
                plan.OutputTopics[record.OutputIndex], record.Partition, record.TimestampMicros, task.Outputs.Key(record).ToArray(),
                record.IsTombstone ? null : task.Outputs.Value(record).ToArray(), task.Outputs.Headers(record).ToArray()));
        }

        return written;
    }

    private void Commit()
    {
        if (task.Store is { } store)
        {
            batch.Clear();
            store.AddTo(batch);
            store.Backend!.Apply(batch, StateWrite.Commit);
        }

        task.Committed();
        task.NotifyCommitted();
    }

    /// <summary>Answers what a plan asks of a cluster, and nothing else: whatever would reach a broker is a mistake of ours.</summary>
    private sealed class NoCluster(Topology topology, string prefix, int partitionCount) : ITopicAdmin, IStreamClient, IStateStoreFactory, IRestorer, IStreamsEvents
    {
        public TopicDescription Describe(string topic)
        {
            var isTable = topology.GlobalTables.Any(table => prefix + table.Topic.Name == topic);
            return new TopicDescription(topic, "offline", isTable ? 1 : partitionCount, "compact", TimeSpan.Zero, TimeSpan.Zero);
        }

        public long ReadHighWatermark(TopicPartition partition) => throw Unreachable();

        public long ReadStableEnd(TopicPartition partition) => throw Unreachable();

        public long ReadLogStart(TopicPartition partition) => throw Unreachable();

        public Task<int> CountUnassigned(string group, IReadOnlyList<TopicPartition> partitions) => throw Unreachable();

        public IInputConsumer CreateConsumer(ConsumerSettings settings, IRebalanceListener listener) => throw Unreachable();

        public ITransactionalProducer CreateProducer(ProducerSettings settings) => throw Unreachable();

        public ILogReader CreateReader() => throw Unreachable();

        public ITopicAdmin CreateAdmin() => throw Unreachable();

        public IStateStoreBackend Open(string worker, int partition) => throw Unreachable();

        public void Wipe(string worker, int partition) => throw Unreachable();

        public void Start(RestoreJob job) => throw Unreachable();

        public void Serve()
        {
            // There is nothing to restore from.
        }

        public void Dispose()
        {
            // Holds nothing.
        }

        private static System.Diagnostics.UnreachableException Unreachable() => new("An offline task reaches for a cluster.");
    }
}

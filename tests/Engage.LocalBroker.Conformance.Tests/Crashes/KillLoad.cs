using System.Threading.Channels;
using Confluent.Kafka;
using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Crashes;

/// <summary>
/// Three clients that write without pause while the broker is killed under them, and remember what they were told: an idempotent producer, a
/// transactional one that sends offsets too and aborts every third transaction, and one that overwrites a few keys of a compacted topic.
/// </summary>
internal sealed class KillLoad(Cluster cluster)
{
    public const string Plain = "plain";
    public const string Copies = "copies";
    public const string Table = "table";
    public const string Input = "input";
    public const string Group = "copier";
    public const int Partitions = 3;
    private const int Keys = 5;
    private const int OutstandingMax = 20;

    /// <summary>Of each writer in turn: kills come at any moment of a batch, of a transaction and of a compaction.</summary>
    private static readonly int[] StepsBetweenKillsMax = [60, 4, 20];

    private readonly List<(string Value, TopicPartitionOffset Position)> acknowledged = [];
    private readonly List<string> committed = [];
    private readonly Dictionary<string, string> table = [];
    private readonly Channel<bool>[] steps = [Channel.CreateUnbounded<bool>(), Channel.CreateUnbounded<bool>(), Channel.CreateUnbounded<bool>()];
    private readonly List<Task> writers = [];
    private volatile bool isStopping;

    /// <summary>Values of <see cref="Plain"/> with the place the broker named for each.</summary>
    public IReadOnlyList<(string Value, TopicPartitionOffset Position)> Acknowledged => acknowledged;

    /// <summary>Values in <see cref="Copies"/> of transactions whose commit was confirmed; there are no others than these and aborted ones.</summary>
    public IReadOnlyList<string> Committed => committed;

    /// <summary>The last offset sent with a confirmed commit.</summary>
    public long CommittedOffset { get; private set; }

    /// <summary>The last acknowledged value of each key of <see cref="Table"/>.</summary>
    public IReadOnlyDictionary<string, string> LastByKey => table;

    public int TableWrites { get; private set; }

    public async Task StartAsync()
    {
        await cluster.CreateTopicAsync(Plain, Partitions);
        await cluster.CreateTopicAsync(Copies, Partitions);
        await cluster.CreateTopicAsync(Input);
        await cluster.CreateTopicAsync(Table, 1, ("cleanup.policy", "compact"), ("segment.bytes", "2000"), ("min.cleanable.dirty.ratio", "0.01"));
        writers.AddRange([Task.Run(WritePlainAsync), Task.Run(WriteCopiesAsync), Task.Run(WriteTableAsync)]);
    }

    /// <summary>Has the broker killed so often while it writes, lets the writers end what they have begun, and has it killed once more.</summary>
    /// <param name="killAndRestart">Returns when the broker is up again.</param>
    public async Task InterruptAsync(int kills, Random random, Func<Task> killAndRestart)
    {
        for (var kill = 0; kill < kills; kill++)
        {
            var writer = kill % StepsBetweenKillsMax.Length;
            await StepsAsync(writer, random.Next(1, StepsBetweenKillsMax[writer]));
            await killAndRestart();
        }

        for (var writer = 0; writer < StepsBetweenKillsMax.Length; writer++) await StepsAsync(writer, StepsBetweenKillsMax[writer]);
        await StopAsync();
        await killAndRestart();
    }

    /// <summary>Returns when this writer got so many more confirmations.</summary>
    /// <param name="writer">0 for <see cref="Plain"/>, 1 for <see cref="Copies"/>, 2 for <see cref="Table"/>.</param>
    /// <param name="count">At least 1.</param>
    private async Task StepsAsync(int writer, int count)
    {
        while (steps[writer].Reader.TryRead(out _))
        {
            // What happened before does not count.
        }

        for (var step = 0; step < count; step++)
        {
            var next = steps[writer].Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Cluster.Patience);
            await Task.WhenAny([next, .. writers]);
            foreach (var ended in writers.Where(static ended => ended.IsCompleted)) await ended;
            await next;
        }
    }

    private async Task StopAsync()
    {
        isStopping = true;
        await Task.WhenAll(writers).WaitAsync(Cluster.Patience, TestContext.Current.CancellationToken);
    }

    private async Task WritePlainAsync()
    {
        var producer = cluster.Producer(null);
        var outstanding = new Queue<Task<DeliveryResult<string, string>>>();
        for (var number = 0; !isStopping || outstanding.Count > 0; number++)
        {
            if (!isStopping)
            {
                var place = new TopicPartition(Plain, number % Partitions);
                outstanding.Enqueue(producer.ProduceAsync(place, new() { Key = "k", Value = $"p{number}" }));
            }

            if (!isStopping && outstanding.Count < OutstandingMax) continue;

            var confirmed = await outstanding.Dequeue();
            acknowledged.Add((confirmed.Message.Value, confirmed.TopicPartitionOffset));
            steps[0].Writer.TryWrite(true);
        }
    }

    private async Task WriteCopiesAsync()
    {
        var producer = cluster.Producer("copier");
        using var group = cluster.ConsumerBuilder(Group).Build();
        for (var number = 0; !isStopping; number++)
        {
            string[] values = [.. Enumerable.Range(0, Partitions).Select(partition => $"c{number}-{partition}")];
            producer.BeginTransaction();
            for (var partition = 0; partition < Partitions; partition++)
            {
                await producer.ProduceAsync(new TopicPartition(Copies, partition), new() { Key = "k", Value = values[partition] });
            }

            Persist(() => producer.SendOffsetsToTransaction([new(Input, 0, number + 1)], group.ConsumerGroupMetadata, Cluster.Patience));
            if (number % 3 == 2)
            {
                Persist(() => producer.AbortTransaction(Cluster.Patience));
            }
            else
            {
                Persist(() => producer.CommitTransaction(Cluster.Patience));
                committed.AddRange(values);
                CommittedOffset = number + 1;
            }

            steps[1].Writer.TryWrite(true);
        }
    }

    private async Task WriteTableAsync()
    {
        var producer = cluster.Producer(null);
        for (var number = 0; !isStopping; number++)
        {
            var (key, value) = ($"k{number % Keys}", $"t{number}");
            await producer.ProduceAsync(Table, new() { Key = key, Value = value });
            table[key] = value;
            TableWrites++;
            steps[2].Writer.TryWrite(true);
        }
    }

    /// <summary>Repeats a step of a transaction as long as the client says that it may be repeated.</summary>
    private static void Persist(Action step)
    {
        for (var started = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                step();
                return;
            }
            catch (KafkaRetriableException) when (TimeProvider.System.GetElapsedTime(started) < Cluster.Patience)
            {
                // The broker was away for longer than the client waits: again.
            }
        }
    }
}

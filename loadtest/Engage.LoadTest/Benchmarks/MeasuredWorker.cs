using System.Collections.Concurrent;
using Engage.LoadTest.Summing;
using Engage.Streams;
using Engage.Streams.Kafka;
using Engage.Streams.RocksDb;

namespace Engage.LoadTest.Benchmarks;

/// <summary>The summing worker within this process, with every report of its engine kept.</summary>
internal sealed class MeasuredWorker : IStreamsEvents, IDisposable
{
    public const long StateBytes = 96L << 20;

    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(60);

    private readonly RocksDbEnvironment environment = new(RocksDbMemoryBudget.Divide(StateBytes, BenchRun.Partitions));
    private readonly StreamWorker worker;
    private readonly object news = new();
    private long records;

    public MeasuredWorker(SumWorkerSettings settings, Func<StreamsOptions, StreamsOptions> configure)
    {
        worker = new StreamWorker(SumTopology.Build(settings.Inputs), configure(settings.ToOptions()), new KafkaStreamClient(settings.ToClientOptions()), new RocksDbStateStores(settings.Directory, environment), this);
        worker.Start();
    }

    public ConcurrentQueue<CommitReport> Commits { get; } = [];

    public ConcurrentQueue<(int Partition, long Records, TimeSpan Elapsed)> Restores { get; } = [];

    /// <summary>Everything that was not routine; a figure measured beside it is none.</summary>
    public ConcurrentQueue<string> Troubles { get; } = [];

    public void Committed(in CommitReport report)
    {
        Commits.Enqueue(report);
        records += report.Records;
        Pulse();
    }

    public void Restored(string worker, int partition, long records, TimeSpan elapsed)
    {
        Restores.Enqueue((partition, records, elapsed));
        Pulse();
    }

    /// <summary>Returns when so many input records are committed.</summary>
    public void WaitForRecords(long count) => WaitFor(() => Volatile.Read(ref records) >= count);

    /// <summary>Returns when so many partitions are restored.</summary>
    public void WaitForRestores(int partitions) => WaitFor(() => Restores.Count >= partitions);

    public void Rewound(string worker, string cause, Exception? error) => Troubles.Enqueue($"rewound {cause}");

    public void Fault(string worker, string where, Exception error) => Troubles.Enqueue($"fault {where}: {error.Message}");

    public void IntegrityAlarm(string worker, int partition, string what) => Troubles.Enqueue($"alarm {partition}: {what}");

    public void Dispose()
    {
        worker.RequestStop();
        if (!worker.Completion.Wait(StopMax)) throw new TimeoutException($"The worker did not end within {StopMax.TotalSeconds} s.");
        worker.Dispose();
        environment.Dispose();
    }

    private void Pulse()
    {
        lock (news) Monitor.PulseAll(news);
    }

    private void WaitFor(Func<bool> done)
    {
        lock (news)
        {
            while (!done())
            {
                if (!Monitor.Wait(news, SilenceMax)) throw new TimeoutException($"The worker reported nothing for {SilenceMax.TotalSeconds} s. {string.Join("; ", Troubles.TakeLast(3))}");
            }
        }
    }
}

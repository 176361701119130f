using System.Diagnostics.Metrics;

using Engage.Streams;

namespace Engage.Hosting.Metrics;

/// <summary>What the engine reports, as metrics. Called on worker threads, once per transaction or less.</summary>
internal sealed class WorkerMetrics : IDisposable
{
    private static readonly string[] TransactionResults = ["committed", "aborted"];

    private readonly TimeProvider time;
    private readonly Meter meter = new(MetricsCollector.MeterPrefix + "Worker");
    private readonly Counter<long> consumed;
    private readonly Counter<long> produced;
    private readonly Counter<long> rejected;
    private readonly Counter<long> deadLettersCut;
    private readonly Counter<long> skipped;
    private readonly Counter<long> transactions;
    private readonly Counter<long> dirtyKeys;
    private readonly Counter<long> rewinds;
    private readonly Counter<long> producers;
    private readonly Counter<long> alarms;
    private readonly Counter<long> wipes;
    private readonly Counter<long> restored;
    private readonly Counter<long> faults;
    private readonly Gauge<double> lastCommit;
    private readonly Histogram<double> commitDuration;
    private readonly Histogram<double> age;
    private readonly Histogram<double> restoreDuration;

    public WorkerMetrics(TimeProvider time)
    {
        this.time = time;
        consumed = Zeroed(MetricNames.RecordsConsumed, "Input records, counted when their transaction committed.");
        produced = Zeroed(MetricNames.RecordsProduced, "Records written to outputs and dead letters, counted when committed.");
        deadLettersCut = meter.CreateCounter<long>(MetricNames.DeadLettersCut, description: "Dead letters that were cut to fit into their topic.");
        rejected = meter.CreateCounter<long>(MetricNames.RecordsRejected, description: "Records that went to the dead letters.");
        skipped = Zeroed(MetricNames.RecordsSkipped, "Input passed over because the state had seen it: somebody rewound the group.");
        transactions = meter.CreateCounter<long>(MetricNames.Transactions, description: "Transactions by result.");
        foreach (var result in TransactionResults) transactions.Add(0, new KeyValuePair<string, object?>("result", result));
        dirtyKeys = Zeroed(MetricNames.TransactionDirtyKeys, "Changed keys, each one changelog record.");
        rewinds = meter.CreateCounter<long>(MetricNames.Rewinds, description: "Transactions that did not happen and whose records came again, by cause.");
        producers = meter.CreateCounter<long>(MetricNames.ProducersRecreated, description: "Producers thrown away because an old request of theirs might still arrive, by cause.");
        alarms = Zeroed(MetricNames.IntegrityAlarms, "Tasks stopped because log and state contradict each other.");
        wipes = Zeroed(MetricNames.StateWipes, "Local databases thrown away and rebuilt from the changelog.");
        restored = Zeroed(MetricNames.RestoredRecords, "Changelog records applied to restore state.");
        faults = meter.CreateCounter<long>(MetricNames.WorkerFaults, description: "Trouble that the engine dealt with by itself, by place.");
        lastCommit = meter.CreateGauge<double>(MetricNames.LastCommit, description: "When this process last committed, Unix time.");
        commitDuration = meter.CreateHistogram(MetricNames.TransactionCommitDuration, null, "From the begin of a transaction until its state was applied.", null, HistogramBuckets.Fast);
        age = meter.CreateHistogram(MetricNames.TransactionAge, null, "From the first uncommitted record until its state was applied.", null, HistogramBuckets.Fast);
        restoreDuration = meter.CreateHistogram(MetricNames.RestoreDuration, null, "How long restoring a task took.", null, HistogramBuckets.Latency);
    }

    public void Committed(in CommitReport report)
    {
        consumed.Add(report.Records);
        produced.Add(report.Outputs);
        dirtyKeys.Add(report.DirtyKeys);
        transactions.Add(1, new KeyValuePair<string, object?>("result", "committed"));
        commitDuration.Record(report.Elapsed.TotalSeconds);
        age.Record(report.Age.TotalSeconds);
        lastCommit.Record(UnixTime.Seconds(time));
    }

    public void Rewound(string cause)
    {
        transactions.Add(1, new KeyValuePair<string, object?>("result", "aborted"));
        rewinds.Add(1, new KeyValuePair<string, object?>("cause", cause));
    }

    public void ProducerReplaced(string cause) => producers.Add(1, new KeyValuePair<string, object?>("cause", cause));

    public void DeadLetterCut(Topic input) => deadLettersCut.Add(1, new KeyValuePair<string, object?>("topic", input.Name));

    public void Rejected(Topic input, string reason) => rejected.Add(1, new("topic", input.Name), new KeyValuePair<string, object?>("reason", reason));

    public void Skipped(long records) => skipped.Add(records);

    public void Restored(long records, TimeSpan elapsed)
    {
        restored.Add(records);
        restoreDuration.Record(elapsed.TotalSeconds);
    }

    public void Wiped() => wipes.Add(1);

    public void Alarmed() => alarms.Add(1);

    public void Faulted(string where) => faults.Add(1, new KeyValuePair<string, object?>("where", where));

    public void Dispose() => meter.Dispose();

    private Counter<long> Zeroed(string name, string description)
    {
        var counter = meter.CreateCounter<long>(name, description: description);
        counter.Add(0);
        return counter;
    }
}

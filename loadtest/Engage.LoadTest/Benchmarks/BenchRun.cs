using System.Diagnostics;
using System.Globalization;
using Engage.LoadTest.Brokers;
using Engage.LoadTest.Summing;
using Engage.Streams;

namespace Engage.LoadTest.Benchmarks;

/// <summary>Figures of one worker with one thread on four partitions: how many events it takes, what a commit costs, how fast it restores, what it allocates and what it does when there is nothing to do.</summary>
/// <remarks>Worker and measuring share this process, the broker has its own, all share the machine.</remarks>
internal sealed class BenchRun(BenchOptions options, ITestBroker broker)
{
    public const int Partitions = 4;

    private const int SendAtOnce = 20_000;
    private const int CommitsPerSize = 100;
    private const int CommitEventsMax = 400_000;

    private static readonly int[] BatchSizes = [1, 100, 1_000, 10_000];
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(10);

    private readonly string root = Directory.CreateTempSubdirectory("engage-bench-").FullName;

    public async Task Run()
    {
        Say($"{Environment.NewLine}### {broker.Name}{Environment.NewLine}");
        if (options.What is "all" or "pipeline" or "restore") PipelineAndRestore();
        if (options.What is "all" or "commit") CommitLatency();
        if (options.What is "all" or "idle") await Idle();
        Directory.Delete(root, recursive: true);
    }

    private void PipelineAndRestore()
    {
        using var input = Input("pipeline.", options.Keys);
        for (var sent = 0; sent < options.Events; sent += SendAtOnce) input.Send(Math.Min(SendAtOnce, options.Events - sent));

        var settings = Settings("pipeline.", "pipeline");
        var (allocated, cpu, started) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        using (var worker = new MeasuredWorker(settings, options => options))
        {
            worker.WaitForRecords(options.Events);
            var elapsed = Stopwatch.GetElapsedTime(started);
            var (events, dirty) = (worker.Commits.Sum(commit => (long)commit.Records), worker.Commits.Sum(commit => (long)commit.DirtyKeys));
            Say($"* **pipeline**: {events:N0} events over {options.Keys:N0} players, waiting in {Partitions} partitions, through a stateful worker (sum, reward, timer) from its start until its last commit: {elapsed.TotalSeconds:F1} s, **{events / elapsed.TotalSeconds:N0} events/s**; {worker.Commits.Count} transactions, {(double)dirty / events:F2} changelog records per event, {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / events:F1} µs CPU per event in the worker's process. Load {Machine.Load()}.");
            Say($"* **allocation**: {(GC.GetTotalAllocatedBytes() - allocated) / (double)events:N0} bytes per event in all, the topology's own strings and Confluent's producer included.{Troubles(worker)}");
        }

        Restore(settings);
    }

    private void Restore(SumWorkerSettings former)
    {
        var started = Stopwatch.GetTimestamp();
        using var worker = new MeasuredWorker(former with { Directory = Path.Combine(root, "restore") }, options => options);
        worker.WaitForRestores(Partitions);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var records = worker.Restores.Sum(restore => restore.Records);
        var slowest = worker.Restores.Max(restore => restore.Elapsed);
        Say($"* **restore** from an empty disk: {records:N0} changelog records of {Partitions} partitions, two at a time, in {slowest.TotalSeconds:F1} s ({elapsed.TotalSeconds:F1} s from the start of the worker): **{records / slowest.TotalSeconds:N0} records/s**. Load {Machine.Load()}.{Troubles(worker)}");
    }

    private void CommitLatency()
    {
        Say($"{Environment.NewLine}| records per transaction | transactions | commit p50 | p99 | changed keys, mean |{Environment.NewLine}|---|---|---|---|---|");
        foreach (var size in BatchSizes)
        {
            var prefix = $"commit{size}.";
            using var input = Input(prefix, options.Keys);
            var events = Math.Min(CommitEventsMax, size * CommitsPerSize);
            for (var sent = 0; sent < events; sent += SendAtOnce) input.Send(Math.Min(SendAtOnce, events - sent));
            using var worker = new MeasuredWorker(Settings(prefix, prefix), options => options with { RecordsMax = size, CommitInterval = Never, CommitQuiet = Never });
            worker.WaitForRecords(events - (Partitions * (long)size) + 1); // The rest may wait for more to fill a transaction.
            var full = worker.Commits.Where(commit => commit.Records >= size).ToArray();
            var elapsed = full.Select(commit => commit.Elapsed.TotalMilliseconds).Order().ToArray();
            if (elapsed.Length == 0) continue;
            Say($"| {size:N0} | {elapsed.Length} | {Percentile(elapsed, 0.50):F1} ms | {Percentile(elapsed, 0.99):F1} ms | {full.Average(commit => commit.DirtyKeys):N0} |{Troubles(worker)}");
        }

        Say($"{Environment.NewLine}From begin until the state is applied: outputs and changelog produced, offsets sent, EndTxn answered, RocksDB written. Load {Machine.Load()}.");
    }

    private async Task Idle()
    {
        using (var input = Input("idle.", options.Keys)) input.Send(SendAtOnce);
        using var worker = new MeasuredWorker(Settings("idle.", "idle"), options => options);
        worker.WaitForRecords(SendAtOnce);
        using var timer = new PeriodicTimer(IdleTime);
        await timer.WaitForNextTickAsync(); // Timers fire, the first flushes end.
        var (cpu, commits) = (Environment.CpuUsage.TotalTime, worker.Commits.Count);
        await timer.WaitForNextTickAsync();
        Say($"* **idle**: {(Environment.CpuUsage.TotalTime - cpu) / IdleTime:P2} of a core over {IdleTime.TotalSeconds:F0} s with {Partitions} tasks and nothing to read; {worker.Commits.Count - commits} commits. Load {Machine.Load()}.{Troubles(worker)}");
    }

    private SumInput Input(string prefix, int keys)
    {
        var input = new SumInput(broker.Bootstrap, prefix, inputs: 1, Partitions, seed: 1, keys);
        input.CreateTopics();
        return input;
    }

    private SumWorkerSettings Settings(string prefix, string directory) => new() { Bootstrap = broker.Bootstrap, Prefix = prefix, Directory = Path.Combine(root, directory) };

    private static double Percentile(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    private static string Troubles(MeasuredWorker worker) => worker.Troubles.IsEmpty ? string.Empty : $" (with trouble: {string.Join("; ", worker.Troubles.Distinct().Take(3))})";

    private void Say(FormattableString line)
    {
        var text = line.ToString(CultureInfo.InvariantCulture);
        Console.WriteLine(text);
        if (options.Report is not null) File.AppendAllText(options.Report, text + Environment.NewLine);
    }
}

using System.Globalization;
using Engage.LoadTest.Brokers;
using Engage.LoadTest.Summing;

namespace Engage.LoadTest.Benchmarks;

/// <summary>A worker under a steady load for minutes, its memory, open files and threads looked at each second: does it stay in its budget, and flat? <c>soak MINUTES EVENTS-PER-SECOND [broker]</c>.</summary>
internal sealed class SoakRun(TimeSpan duration, int eventsPerSecond, ITestBroker broker)
{
    /// <summary>What the runtime, the client's library and their threads need before the first record.</summary>
    private const long BaseBytes = 128L << 20;

    private const double Tolerance = 1.10;
    private const int KeysAtOnce = 20_000;

    private static readonly TimeSpan ReadyMax = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(1);

    /// <returns>0 if the budget was kept.</returns>
    public async Task<int> Run()
    {
        var directory = Directory.CreateTempSubdirectory("engage-soak-").FullName;
        using var input = new SumInput(broker.Bootstrap, "soak.", inputs: 1, BenchRun.Partitions, seed: 1, KeysAtOnce);
        input.CreateTopics();
        var settings = new SumWorkerSettings { Bootstrap = broker.Bootstrap, Prefix = "soak.", Directory = directory };
        var budget = Budget(settings);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{broker.Name}; {Machine.Describe()}. Budget of the worker: {budget >> 20} MiB (state {MeasuredWorker.StateBytes >> 20}, committed cache {settings.ToOptions().CommittedCacheBytes >> 20}, uncommitted {settings.ToOptions().UncommittedBytesMax >> 20}, prefetch {settings.ToClientOptions().PrefetchKilobytes >> 10}, runtime and client {BaseBytes >> 20})."));

        using var worker = WorkerProcess.Start(Environment.ProcessPath!, settings);
        await worker.Ready.WaitAsync(ReadyMax);
        var samples = await Watch(worker, input);
        var exit = worker.Terminate();
        Directory.Delete(directory, recursive: true);
        return Judge(samples, budget, input.Sent, worker.Lines.Count(line => line.StartsWith("rewound", StringComparison.Ordinal)), exit);
    }

    private async Task<List<(TimeSpan At, long Kilobytes, int Files)>> Watch(WorkerProcess worker, SumInput input)
    {
        var samples = new List<(TimeSpan, long, int)>();
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var pouring = Task.CompletedTask;
        while (await timer.WaitForNextTickAsync() && TimeProvider.System.GetElapsedTime(started) is var elapsed && elapsed < duration)
        {
            if (pouring.IsCompleted) pouring = Task.Run(() => input.Send(eventsPerSecond));
            if (worker.Measure() is { } measured) samples.Add((elapsed, measured.ResidentKilobytes, measured.OpenFiles));
        }

        await pouring;
        return samples;
    }

    private static int Judge(List<(TimeSpan At, long Kilobytes, int Files)> samples, long budget, int sent, int rewinds, int exit)
    {
        var warm = samples.Where(sample => sample.At > WarmUp).ToArray();
        var (first, last) = (warm[..(warm.Length / 2)], warm[(warm.Length / 2)..]);
        var most = samples.Max(sample => sample.Kilobytes) << 10;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{samples[^1].At.TotalMinutes:F0} minutes, {sent:N0} events. Most memory {most >> 20} MiB ({(double)most / budget:P0} of the budget); after the first minute {first.Max(sample => sample.Kilobytes) >> 10} MiB in the first half, {last.Max(sample => sample.Kilobytes) >> 10} MiB in the second. Most open files {first.Max(sample => sample.Files)} and {last.Max(sample => sample.Files)}. {rewinds} rewinds, exit {exit}. Load {Machine.Load()}."));
        return most <= budget * Tolerance && exit == 0 ? 0 : 1;
    }

    private static long Budget(SumWorkerSettings settings)
    {
        var options = settings.ToOptions();
        return MeasuredWorker.StateBytes + options.CommittedCacheBytes + options.UncommittedBytesMax + ((long)settings.ToClientOptions().PrefetchKilobytes << 10) + BaseBytes;
    }
}

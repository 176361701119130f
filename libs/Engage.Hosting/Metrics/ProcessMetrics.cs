using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Engage.Hosting.Metrics;

/// <summary>The process and its run-time, under the names that Prometheus' own clients use.</summary>
internal sealed class ProcessMetrics : IDisposable
{
    private readonly Meter meter = new(MetricsCollector.MeterPrefix + "Process");

    public ProcessMetrics()
    {
        meter.CreateObservableCounter("process_cpu_seconds_total", () => Environment.CpuUsage.TotalTime.TotalSeconds, description: "User and system CPU time.");
        meter.CreateObservableGauge("process_resident_memory_bytes", () => Environment.WorkingSet, description: "Resident memory.");
        meter.CreateObservableGauge("process_start_time_seconds", () => StartTimeSeconds, description: "Start of the process, Unix time.");
        meter.CreateObservableGauge("process_threads", () => ReadThreads(), description: "Operating system threads.");
        if (OperatingSystem.IsLinux()) meter.CreateObservableGauge("process_open_fds", CountOpenFiles, description: "Open file descriptors.");

        meter.CreateObservableCounter("dotnet_gc_collections_total", CountCollections, description: "Garbage collections by generation.");
        meter.CreateObservableCounter("dotnet_gc_pause_seconds_total", () => GC.GetTotalPauseDuration().TotalSeconds, description: "Time that garbage collection stopped all threads.");
        meter.CreateObservableCounter("dotnet_gc_allocated_bytes_total", () => GC.GetTotalAllocatedBytes(), description: "Bytes allocated on the managed heap.");
        meter.CreateObservableGauge("dotnet_gc_heap_bytes", () => GC.GetGCMemoryInfo().HeapSizeBytes, description: "Managed heap after the last collection.");
        meter.CreateObservableGauge("dotnet_threadpool_threads", () => ThreadPool.ThreadCount, description: "Threads of the pool.");
        meter.CreateObservableGauge("dotnet_threadpool_queue_length", () => ThreadPool.PendingWorkItemCount, description: "Work items waiting for a thread.");
    }

    private static double StartTimeSeconds { get; } = ReadStartTime();

    public void Dispose() => meter.Dispose();

    private static double ReadStartTime()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
    }

    private static int ReadThreads()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }

    private static int CountOpenFiles() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();

    private static IEnumerable<Measurement<int>> CountCollections()
    {
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            yield return new(GC.CollectionCount(generation), new KeyValuePair<string, object?>("generation", generation));
    }
}

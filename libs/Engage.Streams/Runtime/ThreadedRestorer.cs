using System.Collections.Concurrent;
using Engage.Streams.Ports;

namespace Engage.Streams.Runtime;

/// <summary>Restores several partitions at once, each thread with a reader of its own.</summary>
internal sealed class ThreadedRestorer : IRestorer, IDisposable
{
    private static readonly TimeSpan HeldUpPause = TimeSpan.FromMilliseconds(50);

    private readonly BlockingCollection<RestoreJob> queue = [];
    private readonly ManualResetEventSlim stopping = new();
    private readonly IStreamClient client;
    private readonly Thread[] threads;

    public ThreadedRestorer(IStreamClient client, int threadCount)
    {
        this.client = client;
        threads = [.. Enumerable.Range(0, threadCount).Select(number => new Thread(Run) { IsBackground = true, Name = $"restore-{number}" })];
        foreach (var thread in threads) thread.Start();
    }

    public void Start(RestoreJob job) => queue.Add(job);

    public void Serve()
    {
        // The threads work by themselves.
    }

    public void Dispose()
    {
        stopping.Set();
        queue.CompleteAdding();
        foreach (var thread in threads) thread.Join();
        queue.Dispose();
        stopping.Dispose();
    }

    private void Run()
    {
        ILogReader? reader = null;
        foreach (var job in queue.GetConsumingEnumerable())
        {
            reader ??= client.CreateReader();
            while (!job.Step(reader))
            {
                if (job.IsHeldUp) stopping.Wait(HeldUpPause);
                if (!stopping.IsSet) continue;
                job.TryCancel();
            }
        }

        reader?.Dispose();
    }
}

using Engage.Streams.Ports;

namespace Engage.Streams.Runtime;

/// <summary>Restores on the worker's own thread, one step per turn: for the test driver and the simulator, where nothing may run beside.</summary>
internal sealed class InlineRestorer(IStreamClient client) : IRestorer, IDisposable
{
    private readonly List<(RestoreJob Job, ILogReader Reader)> running = [];

    public void Start(RestoreJob job) => running.Add((job, client.CreateReader()));

    public void Serve()
    {
        for (var i = running.Count - 1; i >= 0; i--)
        {
            if (!running[i].Job.Step(running[i].Reader)) continue;
            running[i].Reader.Dispose();
            running.RemoveAt(i);
        }
    }

    public void Dispose()
    {
        foreach (var (_, reader) in running) reader.Dispose();
        running.Clear();
    }
}

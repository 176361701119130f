using Engage.Streams.Kafka.Tools;
using Engage.Topics;
using Microsoft.Extensions.Logging;

namespace Engage.Scheduler.Applying;

/// <summary>Carries requests out one after another, away from the worker's loop. Thread-safe.</summary>
internal sealed class ApplyInBackground(Func<IDefinitionWriter> open, TimeProvider time, ILogger logger) : IApplyDefinitions, IAsyncDisposable
{
    /// <summary>A request that is made at every tick is looked at once within this.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Dictionary<ApplyRequest, long> begun = [];
    private Task last = Task.CompletedTask;
    private bool isStopping;

    public void Request(ApplyRequest request)
    {
        lock (gate)
        {
            if (isStopping || (begun.TryGetValue(request, out var at) && time.GetElapsedTime(at) < Pause)) return;
            begun[request] = time.GetTimestamp();
            last = last.ContinueWith(_ => Run(request), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task rest;
        lock (gate) (isStopping, rest) = (true, last);
        await rest;
    }

    private void Run(ApplyRequest request)
    {
        try
        {
            using var writer = open();
            var nowMicros = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            if (ApplyNow.Run(request, writer, nowMicros) is { } outcome) Log.Applied(logger, outcome);
        }
        catch (ClusterException failed)
        {
            Log.NotApplied(logger, request.ToString(), failed); // The definitions still call for it, so that it is asked for again.
        }
    }
}

using Engage.Hosting.Logging;

using Microsoft.Extensions.Logging;

namespace Engage.Hosting.Running;

/// <summary>Asks something outside a harmless question every few seconds, for readiness; logs when the answer changes.</summary>
/// <param name="name">As it stands in the log.</param>
/// <param name="ask">Returns why there was no answer; null: there was one. Bounded in time by itself.</param>
internal sealed class Probe(string name, Func<CancellationToken, Task<string?>> ask, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private bool failedBefore;

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do await AskAsync(stop).ConfigureAwait(false);
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The worker stops, and so does the asking.
        }
    }

    private async Task AskAsync(CancellationToken stop)
    {
        var problem = await ask(stop).ConfigureAwait(false);
        if (problem is not null && !failedBefore) Log.ProbeFailed(logger, name, problem);
        if (problem is null && failedBefore) Log.ProbeAnswered(logger, name);
        failedBefore = problem is not null;
    }
}

namespace Engage.Dispatcher.Sending;

/// <summary>
/// Runs calls of providers beside the stream threads. A call that lasts longer than a second gives its place back, so that slow recipients cannot eat what the healthy ones need;
/// their lanes then start only under a bound of their own.
/// </summary>
/// <remarks>Shared by all tasks of the process. Safe for concurrent use.</remarks>
internal sealed class SendPool(SendPoolOptions options) : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private int normal;
    private int slow;
    private int handedOff;
    private int running;
    private bool isDraining;
    private HashSet<Action> refused = [];
    private TaskCompletionSource changed = NewSignal();

    /// <summary>Calls that have begun and whose completion has not been told.</summary>
    public int Running
    {
        get { lock (gate) return running; }
    }

    /// <summary>Completes when a call ends or gives its place back.</summary>
    public Task Changed
    {
        get { lock (gate) return changed.Task; }
    }

    /// <summary>Takes a place for a call; false if none is free, or no call may begin any more.</summary>
    /// <param name="wake">Called once, from any thread, when a place has become free after a refusal.</param>
    public bool TryReserve(LanePace pace, Action wake)
    {
        lock (gate)
        {
            if (isDraining) return false;
            if (pace == LanePace.Slow ? slow >= options.Slow : normal >= options.Normal)
            {
                refused.Add(wake);
                return false;
            }

            if (pace == LanePace.Slow) slow++;
            else normal++;
            return true;
        }
    }

    /// <summary>Gives a place back that was not used.</summary>
    public void Release(LanePace pace)
    {
        lock (gate) Free(pace);
        WakeRefused();
    }

    /// <summary>Runs a call on a reserved place.</summary>
    /// <param name="pace">As reserved.</param>
    /// <param name="call">Returns expected failures as values.</param>
    /// <param name="done">Told once, on any thread, with the result or the exception of a call that threw, which is a bug of ours.</param>
    public void Run<T>(LanePace pace, Func<CancellationToken, Task<T>> call, Action<Task<T>, TimeSpan> done)
    {
        lock (gate) running++;
        _ = RunAsync(pace, call, done);
    }

    /// <summary>Lets no call begin any more and waits for those that run, at most as long as told.</summary>
    public async Task DrainAsync(TimeSpan limit)
    {
        lock (gate) isDraining = true;
        using var late = new CancellationTokenSource(limit);
        while (Running > 0 && !late.IsCancellationRequested) await Changed.WaitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await DrainAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
    }

    private async Task RunAsync<T>(LanePace pace, Func<CancellationToken, Task<T>> call, Action<Task<T>, TimeSpan> done)
    {
        var started = TimeProvider.System.GetTimestamp();
        var task = Task.Run(() => call(stopping.Token)); // Off the stream thread, also for the call's synchronous beginning.
        using var isDone = new CancellationTokenSource();
        await Task.WhenAny(task, Task.Delay(options.HandOffAfter, isDone.Token)).ConfigureAwait(false);
        var isHandedOff = !task.IsCompleted && TryHandOff(pace);
        await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await isDone.CancelAsync().ConfigureAwait(false);

        done(task, TimeProvider.System.GetElapsedTime(started));
        lock (gate)
        {
            if (isHandedOff) handedOff--;
            else Free(pace);
        }

        WakeRefused();
        lock (gate) running--;
        Tell();
    }

    private bool TryHandOff(LanePace pace)
    {
        lock (gate)
        {
            if (handedOff >= options.HandedOff) return false;
            Free(pace);
            handedOff++;
        }

        WakeRefused();
        Tell();
        return true;
    }

    private void Free(LanePace pace)
    {
        if (pace == LanePace.Slow) slow--;
        else normal--;
    }

    private void WakeRefused()
    {
        HashSet<Action> waiting;
        lock (gate)
        {
            if (refused.Count == 0) return;
            (waiting, refused) = (refused, []);
        }

        foreach (var wake in waiting) wake();
    }

    private void Tell()
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            (signal, changed) = (changed, NewSignal());
        }

        signal.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

namespace Engage.LocalBroker.Storage;

/// <summary>A parked fetch: woken by an append, by the last stable offset moving, or by whoever else signals it.</summary>
internal sealed class FetchWaiter(IsolationLevel isolation)
{
    private TaskCompletionSource woken = NewSignal();

    public IsolationLevel Isolation { get; } = isolation;

    /// <summary>Completes at the first signal since the last <see cref="Reset"/>.</summary>
    public Task Woken => Volatile.Read(ref woken).Task;

    public void Signal() => Volatile.Read(ref woken).TrySetResult();

    /// <summary>Forgets earlier signals. Call it before reading, so that what happens during the read wakes the waiter again.</summary>
    public void Reset()
    {
        if (woken.Task.IsCompleted) Volatile.Write(ref woken, NewSignal());
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

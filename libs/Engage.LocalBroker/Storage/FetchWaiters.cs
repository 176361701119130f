namespace Engage.LocalBroker.Storage;

/// <summary>The fetches parked on one partition. Thread-safe.</summary>
internal sealed class FetchWaiters
{
    private readonly Lock gate = new();
    private readonly List<FetchWaiter> parked = [];
    private volatile int count;

    /// <summary>How many fetches are parked here.</summary>
    public int Count => count;

    public void Add(FetchWaiter waiter)
    {
        lock (gate)
        {
            parked.Add(waiter);
            count = parked.Count;
        }
    }

    public void Remove(FetchWaiter waiter)
    {
        lock (gate)
        {
            parked.Remove(waiter);
            count = parked.Count;
        }
    }

    /// <summary>Wakes everybody who may now read more.</summary>
    /// <param name="stableOffsetMoved">False when only read-uncommitted fetches gain anything.</param>
    public void Signal(bool stableOffsetMoved)
    {
        if (count == 0) return;

        lock (gate)
        {
            foreach (var waiter in parked)
            {
                if (stableOffsetMoved || waiter.Isolation == IsolationLevel.ReadUncommitted) waiter.Signal();
            }
        }
    }
}

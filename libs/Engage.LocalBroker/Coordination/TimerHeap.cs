namespace Engage.LocalBroker.Coordination;

/// <summary>All timers of the coordinator, earliest first. Holds no clock: the caller says what time it is.</summary>
/// <remarks>
/// Cancelling and moving leave the old heap entry behind; it is dropped when it surfaces, or all at once when such entries outnumber the live
/// ones, so that heartbeats (each moves a timer) cannot grow the heap. Not thread-safe: owned by the coordinator's single thread of control.
/// </remarks>
internal sealed class TimerHeap
{
    private const int CompactAbove = 1024;

    private readonly PriorityQueue<(TimerKey Key, long Order), (long DueMs, long Order)> heap = new();
    private readonly Dictionary<TimerKey, (long DueMs, long Order)> live = [];
    private long lastOrder;

    /// <summary>Timers set and neither fired nor cancelled.</summary>
    public int Count => live.Count;

    /// <summary>When the earliest timer is due, in ms of the coordinator's clock; null when none is set.</summary>
    public long? NextDueMs
    {
        get
        {
            DropStale();
            return heap.TryPeek(out _, out var next) ? next.DueMs : null;
        }
    }

    /// <summary>Sets or moves a timer. Timers due at the same time fire in the order they were set.</summary>
    public void Set(TimerKey key, long dueMs)
    {
        var due = (dueMs, ++lastOrder);
        live[key] = due;
        heap.Enqueue((key, due.Item2), due);

        if (heap.Count > CompactAbove && heap.Count > 2 * live.Count) Compact();
    }

    /// <summary>Does nothing when the timer is not set.</summary>
    public void Cancel(TimerKey key) => live.Remove(key);

    /// <summary>When this timer is due; null when it is not set.</summary>
    public long? DueMs(TimerKey key) => live.TryGetValue(key, out var due) ? due.DueMs : null;

    /// <summary>Takes the earliest timer that is due at <paramref name="nowMs"/>.</summary>
    public bool TryTakeDue(long nowMs, out TimerKey key)
    {
        DropStale();
        if (!heap.TryPeek(out var earliest, out var due) || due.DueMs > nowMs)
        {
            key = default;
            return false;
        }

        heap.Dequeue();
        live.Remove(earliest.Key);
        key = earliest.Key;
        return true;
    }

    private void DropStale()
    {
        while (heap.TryPeek(out var entry, out _) && !IsLive(entry)) heap.Dequeue();
    }

    private bool IsLive((TimerKey Key, long Order) entry) =>
        live.TryGetValue(entry.Key, out var due) && due.Order == entry.Order;

    private void Compact()
    {
        heap.Clear();
        foreach (var (key, due) in live) heap.Enqueue((key, due.Order), due);
    }
}

namespace Engage.LocalBroker.Network;

/// <summary>The last requests served, for assertions and failure reports. Thread-safe; the oldest entries are overwritten.</summary>
internal sealed class RequestLog(int capacity = RequestLog.DefaultCapacity)
{
    private const int DefaultCapacity = 10_000;

    private readonly Lock gate = new();
    private readonly LoggedRequest[] entries = new LoggedRequest[capacity];
    private long count;

    public void Add(LoggedRequest request)
    {
        lock (gate)
        {
            entries[count++ % entries.Length] = request;
        }
    }

    /// <summary>The entries kept, oldest first.</summary>
    public IReadOnlyList<LoggedRequest> Snapshot()
    {
        lock (gate)
        {
            var kept = (int)Math.Min(count, entries.Length);
            var snapshot = new LoggedRequest[kept];
            for (var index = 0; index < kept; index++) snapshot[index] = entries[(count - kept + index) % entries.Length];
            return snapshot;
        }
    }
}

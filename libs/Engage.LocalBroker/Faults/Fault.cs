namespace Engage.LocalBroker.Faults;

/// <summary>An armed <see cref="FaultRule"/>. Thread-safe; disposing it disarms it and lets go what it holds.</summary>
public sealed class Fault : IDisposable
{
    private readonly Action<Fault> disarm;
    private readonly TaskCompletionSource firstHit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int matches;
    private int hits;

    internal Fault(FaultRule rule, Action<Fault> disarm) => (Rule, this.disarm) = (rule, disarm);

    public FaultRule Rule { get; }

    /// <summary>Requests struck so far.</summary>
    public int Hits => Volatile.Read(ref hits);

    /// <summary>Completes when the first request is struck.</summary>
    public Task FirstHit => firstHit.Task;

    /// <summary>Lets go every request held, now and from here on.</summary>
    public void Release() => released.TrySetResult();

    public void Dispose()
    {
        disarm(this);
        Release();
    }

    internal Task Released => released.Task;

    /// <summary>Counts a matching request; true when it is one of those to strike.</summary>
    internal bool Strike()
    {
        var number = Interlocked.Increment(ref matches);
        if (number <= Rule.Skip || (Rule.Count is { } count && number > Rule.Skip + (long)count)) return false;

        Interlocked.Increment(ref hits);
        firstHit.TrySetResult();
        return true;
    }
}

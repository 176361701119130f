namespace Engage.LocalBroker.Coordination;

/// <summary>
/// Wall-clock time that runs steadily: it is read once and then advances with the monotonic clock, so that a corrected system clock neither
/// expires sessions nor keeps them alive.
/// </summary>
internal sealed class CoordinatorClock(TimeProvider time)
{
    private readonly long startedAtMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    private readonly long startedTimestamp = time.GetTimestamp();

    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long NowMs => startedAtMs + (long)time.GetElapsedTime(startedTimestamp).TotalMilliseconds;
}

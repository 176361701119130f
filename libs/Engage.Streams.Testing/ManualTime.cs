namespace Engage.Streams.Testing;

/// <summary>A clock that moves only when told to; wall and monotonic time move together.</summary>
public sealed class ManualTime(DateTimeOffset startsAt) : TimeProvider
{
    private long elapsedTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Now, in microseconds since the Unix epoch.</summary>
    public long NowMicros => (GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public override DateTimeOffset GetUtcNow() => startsAt + TimeSpan.FromTicks(elapsedTicks);

    public override long GetTimestamp() => elapsedTicks;

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        elapsedTicks += by.Ticks;
    }
}

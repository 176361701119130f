namespace Engage.Streams.Testing;

/// <summary>A clock that moves only when told to; wall and monotonic time move together, but for <see cref="JumpWallClock"/>.</summary>
public sealed class ManualTime(DateTimeOffset startsAt) : TimeProvider
{
    private long elapsedTicks;
    private TimeSpan wallOffset;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Now, in microseconds since the Unix epoch.</summary>
    public long NowMicros => (GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public override DateTimeOffset GetUtcNow() => startsAt + TimeSpan.FromTicks(elapsedTicks) + wallOffset;

    public override long GetTimestamp() => elapsedTicks;

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        elapsedTicks += by.Ticks;
    }

    /// <summary>Sets the wall clock forward or back, as an operator or a time server may; monotonic time goes on as if nothing had been.</summary>
    public void JumpWallClock(TimeSpan by) => wallOffset += by;
}

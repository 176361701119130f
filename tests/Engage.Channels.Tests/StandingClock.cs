namespace Engage.Channels.Tests;

/// <summary>A clock that moves only when told to; it starts on 2026-11-02, 09:00 UTC. Its timers are real, so time limits still hold.</summary>
internal sealed class StandingClock : TimeProvider
{
    private long nowTicks = new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero).Ticks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref nowTicks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref nowTicks, by.Ticks);
}

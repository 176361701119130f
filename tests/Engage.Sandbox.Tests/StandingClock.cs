namespace Engage.Sandbox.Tests;

/// <summary>A clock that moves only when told to; it starts on 2026-11-02, 09:00 UTC.</summary>
internal sealed class StandingClock : TimeProvider
{
    private DateTimeOffset now = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan by) => now += by;
}

namespace Engage.SchemaRegistry.Tests;

/// <summary>A clock that a test moves; its timers fire at once, so that pauses cost no time.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public List<TimeSpan> Pauses { get; } = [];

    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Pauses.Add(dueTime);
        return TimeProvider.System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}

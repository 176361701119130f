namespace Engage.Streams;

/// <summary>Wall-clock timers of one task, kept like any other state: they survive restarts and fire once per committed transaction.</summary>
public interface ITimers
{
    /// <summary>Sets a timer. Setting the same time and owner twice is setting it once.</summary>
    /// <param name="fireAtMicros">Microseconds since the Unix epoch, not negative; in the past means at the next turn.</param>
    /// <param name="owner">Any bytes, at most 1,024, that tell the processor what is due.</param>
    void Set(long fireAtMicros, ReadOnlySpan<byte> owner);

    /// <summary>Takes a timer back; nothing happens if it is absent.</summary>
    void Cancel(long fireAtMicros, ReadOnlySpan<byte> owner);
}

namespace Engage.Streams.Runtime;

/// <summary>Counts a task's dead letters per minute: a storm of them means that something else is wrong than the records.</summary>
internal sealed class DeadLetterGate(int perMinuteMax, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private long windowStart = time.GetTimestamp();
    private int count;

    /// <returns>False if the storm is on: stop the task before this one is lost to the dead letters.</returns>
    public bool TryPass()
    {
        if (time.GetElapsedTime(windowStart) >= Window)
        {
            windowStart = time.GetTimestamp();
            count = 0;
        }

        return ++count <= perMinuteMax;
    }
}

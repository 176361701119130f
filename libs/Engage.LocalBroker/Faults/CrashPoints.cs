namespace Engage.LocalBroker.Faults;

/// <summary>Which crash points are armed, and what dying means: the process exits, or the broker is abandoned.</summary>
internal sealed class CrashPoints(Action die) : ICrashPoints
{
    private readonly int[] armedOccurrence = new int[Enum.GetValues<CrashPoint>().Length];

    /// <summary>Dies at the next time <paramref name="point"/> is reached with this occurrence (from 1).</summary>
    public void Arm(CrashPoint point, int occurrence = 1) => Volatile.Write(ref armedOccurrence[(int)point], occurrence);

    public bool IsArmed(CrashPoint point) => Volatile.Read(ref armedOccurrence[(int)point]) != 0;

    public void Reach(CrashPoint point, int occurrence = 1)
    {
        if (Volatile.Read(ref armedOccurrence[(int)point]) != occurrence) return;

        Volatile.Write(ref armedOccurrence[(int)point], 0);
        die();
        throw new BrokerCrashException(point);
    }
}

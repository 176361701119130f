namespace Engage.Rules.Segments;

/// <summary>The steps in which sliding windows move (semantics 7).</summary>
public static class WindowStep
{
    private const long Second = 1_000_000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;

    /// <summary>How late an event may be judged, and so how long entries outlive their window: 72 hours in microseconds.</summary>
    public const long LatenessMicros = 72 * Hour;

    /// <summary>The step of a window of this length, in microseconds: 1 s up to 1 h, 1 min up to 48 h, else 1 h.</summary>
    public static long Of(long windowMicros) => windowMicros switch
    {
        <= Hour => Second,
        <= 48 * Hour => Minute,
        _ => Hour,
    };

    /// <summary>⌊micros / step⌋, rounded toward −∞.</summary>
    public static long Bucket(long micros, long stepMicros)
    {
        var bucket = micros / stepMicros;
        return micros % stepMicros < 0 ? bucket - 1 : bucket;
    }
}

namespace Engage.SegmentMaterializer.Domain;

/// <summary>The instant an event is judged by (semantics 0c).</summary>
/// <param name="Micros">j, microseconds since the Unix epoch.</param>
/// <param name="Late">It was more than 72 h behind the player's clock, which then counts.</param>
/// <param name="Clamped">It claimed to be more than 5 min in the future, so its arrival counts.</param>
internal readonly record struct JudgeTime(long Micros, bool Late, bool Clamped)
{
    private const long MaxAheadMicros = 5 * 60 * 1_000_000L;
    private const long MaxBehindMicros = 72 * 3600 * 1_000_000L;

    /// <param name="occurredAtMicros">When the source says it happened.</param>
    /// <param name="ingestedAtMicros">When the broker appended it.</param>
    /// <param name="latestMicros">The player's latest j so far; null: none yet.</param>
    public static JudgeTime Of(long occurredAtMicros, long ingestedAtMicros, long? latestMicros)
    {
        var clamped = occurredAtMicros - ingestedAtMicros > MaxAheadMicros;
        var judged = clamped ? ingestedAtMicros : occurredAtMicros;
        return latestMicros is { } latest && latest - MaxBehindMicros > judged
            ? new JudgeTime(latest - MaxBehindMicros, Late: true, clamped)
            : new JudgeTime(judged, Late: false, clamped);
    }

    /// <summary>A backfill event is history: it keeps its time and moves no clock.</summary>
    public static JudgeTime OfBackfill(long occurredAtMicros) => new(occurredAtMicros, Late: false, Clamped: false);
}

namespace Engage.Rules.Time;

/// <summary>What is to be done about the occurrences of a schedule since the last one handled (semantics 34).</summary>
/// <param name="MissedCount">Occurrences that are recorded as missed; at most <see cref="PlanRuns.MaxMissed"/> are counted.</param>
/// <param name="FirstMissedMicros">The first of them; 0 where there is none.</param>
/// <param name="LastMissedMicros">The last of them; 0 where there is none.</param>
/// <param name="DueMicros">The occurrence to act on; null: none.</param>
/// <param name="Start">What to do about it.</param>
public readonly record struct DueRuns(int MissedCount, long FirstMissedMicros, long LastMissedMicros, long? DueMicros, RunStart Start)
{
    /// <summary>The latest occurrence that this plan settles; <paramref name="before"/> where there is none.</summary>
    public long HandledUpTo(long before) => DueMicros ?? (MissedCount > 0 ? LastMissedMicros : before);
}

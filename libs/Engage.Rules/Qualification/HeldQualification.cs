namespace Engage.Rules.Qualification;

/// <summary>A player's qualification for one rule, running or run out; the default value is "none held" (semantics 24 to 27).</summary>
/// <param name="IsHeld">False: never qualified, used up, or reversed.</param>
/// <param name="SinceMicros">Judge time of the qualifying event.</param>
/// <param name="UntilMicros">First instant that no longer counts; <see cref="NeverRunsOut"/> without a period.</param>
/// <param name="Position">Log position of the qualifying event.</param>
/// <param name="Index">0, or the index of a derived qualifying event behind its cause.</param>
/// <param name="RemainingIterations">Executions left, from 1; 0: unlimited.</param>
public readonly record struct HeldQualification(
    bool IsHeld, long SinceMicros, long UntilMicros, long Position, int Index, int RemainingIterations)
{
    /// <summary>Validity of a qualification whose rule has no period.</summary>
    public const long NeverRunsOut = long.MaxValue;

    /// <summary>True where an event of this judge time counts, whatever came between.</summary>
    public bool Contains(long judgedAtMicros) => IsHeld && SinceMicros <= judgedAtMicros && judgedAtMicros < UntilMicros;

    /// <summary>The same after executions; none held once they are used up.</summary>
    public HeldQualification After(int executions)
    {
        if (RemainingIterations == 0 || executions == 0) return this;
        return executions >= RemainingIterations ? default : this with { RemainingIterations = RemainingIterations - executions };
    }
}

using Engage.Rules.Accumulation;
using Engage.Rules.Qualification;

namespace Engage.Rules.Decisions;

/// <summary>Everything that is remembered of one rule for one player. Immutable; the default value is "never heard of it".</summary>
public readonly record struct RuleProgress
{
    /// <summary>The version in whose steps <see cref="Kept"/> is measured; 0 where nothing is remembered.</summary>
    public int Version { get; init; }

    /// <summary>True once the rule executed for the player, whatever its version; the guard of once-in-a-lifetime rules (semantics 22).</summary>
    public bool Executed { get; init; }

    /// <summary>Log position of the last event that dropped the progress; originals up to it take nothing back (semantics 18). 0: never dropped.</summary>
    /// <remarks>Stored one higher than the position, so that position 0 is told from never.</remarks>
    public long DroppedBefore { get; init; }

    public HeldQualification Qualification { get; init; }

    public ProgressByCurrency Kept { get; init; }

    /// <summary>True where forgetting it loses nothing: a version alone decides nothing.</summary>
    public bool IsNothing => !Executed && DroppedBefore == 0 && !Qualification.IsHeld && Kept.Count == 0;

    /// <summary>True where an original at this log position came after the last drop of progress.</summary>
    public bool IsAfterDrop(long position) => position >= DroppedBefore;

    /// <summary>The same without progress; what was counted up to <paramref name="position"/> can no longer be taken back.</summary>
    public RuleProgress Dropped(long position) => this with { Kept = default, DroppedBefore = position + 1 };
}

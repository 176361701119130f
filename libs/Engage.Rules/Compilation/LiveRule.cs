namespace Engage.Rules.Compilation;

/// <summary>An active rule within one set of definitions. Immutable.</summary>
/// <param name="Index">Its place among the set's active rules in ordinal order of ids.</param>
/// <param name="SegmentIndex">The bit of its segment; <see cref="Everyone"/>, or <see cref="Nobody"/> where no active segment has that id.</param>
/// <param name="ExtraConditions">Of scheduled rules; null: none.</param>
public sealed record LiveRule(int Index, CompiledRule Compiled, int SegmentIndex, CompiledCondition? ExtraConditions)
{
    public const int Everyone = -1;
    public const int Nobody = -2;

    public string Id => Compiled.Id;

    /// <summary>True if a player with this membership is in the rule's segment.</summary>
    /// <param name="membership">Bit i (least significant first within each byte) stands for segment i; missing bytes are zeros.</param>
    public bool Admits(ReadOnlySpan<byte> membership) => SegmentIndex switch
    {
        Everyone => true,
        Nobody => false,
        _ => SegmentIndex / 8 < membership.Length && (membership[SegmentIndex / 8] >> (SegmentIndex % 8) & 1) != 0,
    };
}

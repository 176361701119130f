namespace Engage.Rules.Facts;

/// <summary>What a condition says of facts.</summary>
public enum Verdict : byte
{
    No,
    Yes,

    /// <summary>Data is missing or of another type; counts as no at the top of a <c>where</c> or segment.</summary>
    Unknown,
}

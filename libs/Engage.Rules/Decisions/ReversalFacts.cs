using Engage.Rules.Accumulation;

namespace Engage.Rules.Decisions;

/// <summary>What the decision for one rule needs of a reversal (semantics 18).</summary>
/// <param name="Position">Log position of the reversal itself.</param>
/// <param name="OriginalPosition">Log position of what it takes back.</param>
/// <param name="OriginalJudgedAtMicros">Judge time of what it takes back.</param>
/// <param name="OriginalVersion">The rule's version in force for the original.</param>
/// <param name="Currency">Of the original.</param>
/// <param name="Taken">The sum, over the rule's fields, of what is taken back now; null where that is nothing.</param>
/// <param name="Wholly">True where nothing of the original is left open.</param>
public readonly record struct ReversalFacts(
    long Position, long OriginalPosition, long OriginalJudgedAtMicros, int OriginalVersion, CurrencyCode Currency, decimal? Taken, bool Wholly);

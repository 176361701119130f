namespace Engage.Rules.Segments;

/// <summary>What a reversal takes from its original now (semantics 18), for the counters and streams of its player.</summary>
/// <param name="JudgedAtMicros">j of the original: windows subtract there.</param>
/// <param name="DefinitionsOffset">The definitions in force for the original; −1 none. Streams that began later never had it.</param>
/// <param name="Wholly">True if nothing of the original is left: then counts fall by one.</param>
/// <param name="Amount">Taken from <c>amount</c> now; 0 where the original has none.</param>
/// <param name="Amounts">Taken from further amounts now, by name.</param>
public sealed record TakenBack(long JudgedAtMicros, long DefinitionsOffset, bool Wholly, decimal Amount, IReadOnlyList<KeyValuePair<string, decimal>> Amounts);

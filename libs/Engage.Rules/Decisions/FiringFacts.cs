using Engage.Rules.Accumulation;

namespace Engage.Rules.Decisions;

/// <summary>What the decision for one rule needs of an event that met its trigger or its qualification.</summary>
/// <param name="Position">Offset in the player's partition of player-events.</param>
/// <param name="Index">0; above it for derived events behind their cause.</param>
/// <param name="JudgedAtMicros">j of semantics 0c.</param>
/// <param name="Currency">The event's, else the wallet's; none where neither is known.</param>
/// <param name="Counted">The sum of the rule's fields on the event, from 0; null where it has none of them, and for rules that count no money.</param>
public readonly record struct FiringFacts(long Position, int Index, long JudgedAtMicros, CurrencyCode Currency, decimal? Counted);

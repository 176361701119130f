namespace Engage.Accumulator.Domain;

/// <summary>The bits of <c>flags</c> on enriched events, as the schema has them.</summary>
[Flags]
internal enum EnrichedFlags
{
    None = 0,
    Late = 1,
    Clamped = 2,
    Derived = 8,
    Erasure = 16,
    Scheduled = 32,
    Chain = 64,
}

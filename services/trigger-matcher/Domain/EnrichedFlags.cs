namespace Engage.TriggerMatcher.Domain;

/// <summary>The bits of <c>flags</c> on enriched events that decide how an event is matched; the schema names all of them.</summary>
[Flags]
internal enum EnrichedFlags
{
    None = 0,
    Backfill = 4,
    Erasure = 16,
    Scheduled = 32,
}

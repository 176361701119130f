using Engage.Rules.Accumulation;

namespace Engage.SegmentMaterializer.Domain.Dedupe;

/// <summary>Where an event that was loaded as history stands in counters and windows, which its live twin does not move (semantics 40).</summary>
/// <param name="Position">Of the backfilled record.</param>
/// <param name="JudgedAtMicros">The backfilled record's j.</param>
/// <param name="Currency">As it was counted; none where none was known.</param>
internal readonly record struct CountedAt(long Position, long JudgedAtMicros, CurrencyCode Currency);

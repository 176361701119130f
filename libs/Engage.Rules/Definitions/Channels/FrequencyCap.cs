namespace Engage.Rules.Definitions;

/// <summary>Marketing messages per player beyond which further ones are suppressed.</summary>
/// <param name="Max">From 1.</param>
/// <param name="WithinMicros">The sliding window, above 0.</param>
public sealed record FrequencyCap(string Channel, int Max, long WithinMicros);

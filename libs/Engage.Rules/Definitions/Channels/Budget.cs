namespace Engage.Rules.Definitions;

/// <summary>Player messages per rule beyond which further ones are parked.</summary>
/// <param name="RuleId">Null (<c>*</c>): each rule on its own.</param>
/// <param name="Max">From 1.</param>
/// <param name="WithinMicros">The sliding window, above 0.</param>
public sealed record Budget(string? RuleId, int Max, long WithinMicros);

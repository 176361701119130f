namespace Engage.Rules.Segments;

/// <summary>A definitions marker as one partition of player-events saw it.</summary>
/// <param name="Position">Its offset in player-events.</param>
/// <param name="IngestedAtMicros">Its append time.</param>
/// <param name="DefinitionsOffset">The last definition record that it put in force.</param>
public readonly record struct MarkerPoint(long Position, long IngestedAtMicros, long DefinitionsOffset);

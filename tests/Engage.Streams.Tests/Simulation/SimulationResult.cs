namespace Engage.Streams.Tests.Simulation;

/// <summary>How a seed went.</summary>
/// <param name="Violation">Null if nothing did.</param>
/// <param name="Fingerprint">Of every step in order: equal for equal seeds, on any machine.</param>
internal sealed record SimulationResult(string? Violation, ulong Fingerprint);

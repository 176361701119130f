namespace Engage.Streams.Tests.Simulation;

/// <summary>The process is gone at this instant.</summary>
internal sealed class SimulatedCrash(string place) : Exception($"crashed at {place}");

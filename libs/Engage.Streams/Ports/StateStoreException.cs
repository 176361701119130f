namespace Engage.Streams.Ports;

/// <summary>A state store failed.</summary>
public sealed class StateStoreException(StateFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    public StateFault Fault { get; } = fault;
}

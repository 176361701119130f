namespace Engage.Streams.Ports;

/// <summary>A client call failed.</summary>
/// <param name="code">The client's own name of the error, for logs and metrics.</param>
public sealed class ClientException(ClientFault fault, string code, string message, Exception? cause = null) : Exception($"{code}: {message}", cause)
{
    public ClientFault Fault { get; } = fault;

    public string Code { get; } = code;
}

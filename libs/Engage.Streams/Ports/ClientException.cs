namespace Engage.Streams.Ports;

/// <summary>A client call failed.</summary>
/// <param name="code">The client's own name of the error, for logs and metrics.</param>
public sealed class ClientException(ClientFault fault, string code, string message, Exception? cause = null, TopicPartition? partition = null) : Exception($"{code}: {message}", cause)
{
    public ClientFault Fault { get; } = fault;

    public string Code { get; } = code;

    /// <summary>The partition concerned, where the client names one.</summary>
    public TopicPartition? Partition { get; } = partition;
}

namespace Engage.LocalBroker.Coordination;

/// <summary>What Metadata and FindCoordinator tell clients about this only node.</summary>
/// <remarks>The port is known only once the listener is bound (port 0), so handlers keep this object and read it per request.</remarks>
internal sealed class BrokerEndpoint(string host)
{
    /// <summary>Above 0, because some clients treat 0 and -1 as "no node".</summary>
    public const int NodeId = 1;

    private int port;

    public string Host { get; } = host;

    public int Port
    {
        get => Volatile.Read(ref port);
        set => Volatile.Write(ref port, value);
    }
}

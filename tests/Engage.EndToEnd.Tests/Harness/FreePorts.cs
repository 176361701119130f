using System.Net;
using System.Net.Sockets;

namespace Engage.EndToEnd.Tests.Harness;

/// <summary>Ports that nobody listens on just now.</summary>
internal static class FreePorts
{
    /// <summary>A --port-offset with which every port of the embedded stack is free.</summary>
    public static int Offset()
    {
        int[] ports = [9092, 8081, 8090, 2525, 9101, 9102, 9103, 9104, 9105];
        for (var offset = 21_000 + (Environment.ProcessId % 97 * 100); offset < 50_000; offset += 100)
        {
            if (ports.All(port => IsFree(port + offset))) return offset;
        }

        throw new InvalidOperationException("No free range of ports was found.");
    }

    /// <summary>Two neighbouring free ports, the first of which is returned: Apache Kafka's controller takes the second.</summary>
    public static int Pair()
    {
        for (var port = 40_000 + (Environment.ProcessId % 89 * 100); port < 60_000; port += 10)
        {
            if (IsFree(port) && IsFree(port + 1)) return port;
        }

        throw new InvalidOperationException("No two free neighbouring ports were found.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

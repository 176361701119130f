using System.Net;
using System.Net.Sockets;

namespace Engage.Cli.Local;

/// <summary>The loopback ports of the embedded stack (contracts.md §4), all shifted by one offset.</summary>
internal sealed class LocalPorts(int offset)
{
    public static readonly IReadOnlyList<string> Workers = ["segment-materializer", "trigger-matcher", "accumulator", "scheduler", "dispatcher"];

    private const int FirstMetricsPort = 9101;

    public int Broker => 9092 + offset;

    public int Registry => 8081 + offset;

    public int Sandbox => 8090 + offset;

    public int Smtp => 2525 + offset;

    public int Metrics(string worker) => FirstMetricsPort + Workers.ToList().IndexOf(worker) + offset;

    /// <summary>Refuses to start where a port is taken, before anything is touched.</summary>
    /// <exception cref="CommandException">Names every taken port and the flag that moves them.</exception>
    public void EnsureFree(bool withBroker, bool withWorkers)
    {
        (string What, int Port)[] wanted =
        [
            .. withBroker ? [("broker", Broker)] : Array.Empty<(string, int)>(),
            ("schema registry", Registry), ("sandbox", Sandbox), ("SMTP", Smtp),
            .. withWorkers ? Workers.Select(worker => (worker, Metrics(worker))) : [],
        ];
        var taken = wanted.Where(entry => !IsFree(entry.Port)).ToArray();
        if (taken.Length > 0)
            throw new CommandException($"Port {string.Join(", ", taken.Select(entry => $"{entry.Port} ({entry.What})"))} on 127.0.0.1 is taken. Stop what uses it, or move all ports with --port-offset, for example --port-offset {offset + 1000}.");
    }

    private static bool IsFree(int port)
    {
        if (port is < 1 or > 65535) throw new CommandException($"--port-offset {port} moves a port outside 1 to 65535", CommandException.WrongUsage);
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

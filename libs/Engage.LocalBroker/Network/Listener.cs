using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Engage.LocalBroker.Network;

/// <summary>Accepts connections on the loopback interface and keeps track of them.</summary>
internal sealed class Listener : IDisposable
{
    private const int Backlog = 512;

    /// <summary>More clients than any laptop scenario has; the next one is refused by closing.</summary>
    private const int MaxConnections = 1_000;

    /// <summary>How long a stop waits for answers on their way before it cuts the connections.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<long, (Connection Connection, Task Running)> connections = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly ConnectionContext context;
    private Task accepting = Task.CompletedTask;
    private long accepted;

    /// <param name="port">0 takes a free one.</param>
    /// <param name="context">Given to the connections.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public Listener(int port, ConnectionContext context)
    {
        this.context = context;
        // A restarted broker must get its port back although old connections linger in TIME_WAIT.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen(Backlog);
    }

    public int Port => ((IPEndPoint)socket.LocalEndPoint!).Port;

    public void Start() => accepting = AcceptAsync();

    /// <summary>Stops accepting, lets parked requests answer with what they have, then closes every connection.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        socket.Dispose();
        await accepting.ConfigureAwait(false);
        var running = Task.WhenAll(connections.Values.Select(entry => entry.Running));
        if (await Task.WhenAny(running, Task.Delay(Patience)).ConfigureAwait(false) != running) Abort();
        await running.ConfigureAwait(false);
    }

    /// <summary>Cuts everything at once; nobody gets an answer any more.</summary>
    public void Abort()
    {
        socket.Dispose();
        foreach (var (connection, _) in connections.Values) connection.Abort();
        stopping.Cancel();
    }

    public void Dispose()
    {
        socket.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var client = await socket.AcceptAsync(stopping.Token).ConfigureAwait(false);
                if (connections.Count < MaxConnections) Admit(client);
                else Refuse(client);
            }
            catch (Exception ending) when (ending is OperationCanceledException or ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return; // The listening socket was closed.
            }
            catch (SocketException failure)
            {
                // The client left before it was accepted; the others must not suffer.
                context.Log($"a client was not accepted: {failure.SocketErrorCode}");
            }
        }
    }

    private void Admit(Socket client)
    {
        client.NoDelay = true;
        var number = ++accepted;
        var connection = new Connection(client, number, context);
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connections[number] = (connection, RunAsync(begin.Task, connection, number));
        begin.SetResult();
    }

    private async Task RunAsync(Task begin, Connection connection, long number)
    {
        await begin.ConfigureAwait(false); // Registered first: a connection that ends at once must find itself to remove.
        await connection.RunAsync(stopping.Token).ConfigureAwait(false);
        connection.Dispose();
        connections.TryRemove(number, out _);
    }

    private void Refuse(Socket client)
    {
        context.Log($"refused a connection: {MaxConnections} are open");
        client.Dispose();
    }
}

using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Engage.Streams.Kafka.Tests.Proxy;

/// <summary>Stands between clients and a broker and understands just enough of the protocol to lose answers of one kind, or to keep a request and deliver it later.</summary>
internal sealed class KafkaProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentBag<Task> connections = [];
    private readonly Task accepting;
    private CancellationTokenSource cable = new();

    /// <param name="bootstrap">The broker's address; it must advertise the same one.</param>
    public KafkaProxy(string bootstrap)
    {
        UpstreamPort = int.Parse(bootstrap.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        listener.Start();
        accepting = Accept();
    }

    public int UpstreamPort { get; }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Bootstrap => $"127.0.0.1:{Port}";

    /// <summary>What goes wrong at present.</summary>
    public Mischief Mischief { get; set; } = new();

    /// <summary>Breaks all connections and refuses new ones until <see cref="Mend"/>.</summary>
    public void Cut() => cable.Cancel();

    public void Mend() => cable = new CancellationTokenSource();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await Task.WhenAll([accepting, .. connections]);
        stopping.Dispose();
        cable.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true) connections.Add(Serve(await listener.AcceptTcpClientAsync(stopping.Token)));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // Disposed.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var connection = new ProxyConnection(this, client);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token, cable.Token);
        await connection.Run(until.Token);
    }

    /// <summary>Delivers a kept request on a connection of its own.</summary>
    /// <returns>The error code of an EndTxn answer.</returns>
    public async Task<short> Deliver(byte[] frame, CancellationToken cancel)
    {
        using var upstream = new TcpClient();
        await upstream.ConnectAsync(IPAddress.Loopback, UpstreamPort, cancel);
        await upstream.GetStream().WriteAsync(frame, cancel);
        var answer = await ProxyConnection.ReadFrame(upstream.GetStream(), cancel);
        var isFlexible = BinaryPrimitives.ReadInt16BigEndian(frame.AsSpan(6)) >= ApiKeys.EndTxnFlexibleFrom;
        return BinaryPrimitives.ReadInt16BigEndian(answer.AsSpan(4 + 4 + (isFlexible ? 1 : 0) + 4)); // Length, correlation, tags, throttle time.
    }
}

using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Engage.Streams.Kafka.Tests.Proxy;

/// <summary>One client's connection, frame by frame.</summary>
internal sealed class ProxyConnection(KafkaProxy proxy, TcpClient client) : IDisposable
{
    private const int FrameBytesMax = 64 << 20;

    private readonly TcpClient upstream = new() { NoDelay = true };
    private readonly ConcurrentDictionary<int, short> apis = new();
    private readonly ConcurrentDictionary<int, bool> changelogs = new();

    public async Task Run(CancellationToken cancel)
    {
        try
        {
            client.NoDelay = true;
            await upstream.ConnectAsync(IPAddress.Loopback, proxy.UpstreamPort, cancel);
            await await Task.WhenAny(Requests(cancel), Answers(cancel));
        }
        catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side went away, or mischief was done.
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        if (client.Client is not null) client.Client.LingerState = new LingerOption(true, 0); // A reset, so that the client notices at once.
        client.Dispose();
        upstream.Dispose();
    }

    /// <summary>Length prefix included.</summary>
    public static async Task<byte[]> ReadFrame(NetworkStream stream, CancellationToken cancel)
    {
        var prefix = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(prefix, cancel);
        var length = BinaryPrimitives.ReadInt32BigEndian(prefix);
        if (length is < 0 or > FrameBytesMax) throw new IOException($"A frame of {length} bytes.");
        var frame = new byte[sizeof(int) + length];
        prefix.CopyTo(frame, 0);
        await stream.ReadExactlyAsync(frame.AsMemory(sizeof(int)), cancel);
        return frame;
    }

    private async Task Requests(CancellationToken cancel)
    {
        while (true)
        {
            var frame = await ReadFrame(client.GetStream(), cancel);
            var api = BinaryPrimitives.ReadInt16BigEndian(frame.AsSpan(4));
            var correlation = BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(8));
            apis[correlation] = api;
            await proxy.Mischief.BeforeRequest(api).WaitAsync(cancel);
            if (proxy.Mischief.Keeps(api, frame)) return;
            if (api == ApiKeys.Produce && frame.AsSpan().IndexOf("-changelog"u8) >= 0) changelogs[correlation] = true;
            if (proxy.Mischief.Release(api) is { } late)
            {
                _ = DeliverLate(late, cancel); // The rest of the transaction may come behind the offsets on this connection.
                continue;
            }

            await upstream.GetStream().WriteAsync(frame, cancel);
        }
    }

    private async Task DeliverLate(byte[] request, CancellationToken cancel)
    {
        var mischief = proxy.Mischief;
        try
        {
            await mischief.RecordsWritten.WaitAsync(cancel);
            mischief.Answered(await proxy.Deliver(request, cancel));
        }
        catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException)
        {
            mischief.Failed(failure);
        }
    }

    private async Task Answers(CancellationToken cancel)
    {
        while (true)
        {
            var frame = await ReadFrame(upstream.GetStream(), cancel);
            var correlation = BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(4));
            if (!apis.TryRemove(correlation, out var api)) throw new IOException("An answer to nothing.");
            if (changelogs.TryRemove(correlation, out _)) proxy.Mischief.ChangelogAnswered();
            if (proxy.Mischief.LosesAnswer(api)) return;
            if (api is ApiKeys.Metadata or ApiKeys.FindCoordinator) Redirect(frame);
            await client.GetStream().WriteAsync(frame, cancel);
        }
    }

    /// <summary>Wherever an answer names the broker's address it must name the proxy's, or clients would go round it. Host and port lie side by side in every version.</summary>
    private void Redirect(Span<byte> frame)
    {
        Span<byte> address = [.. "127.0.0.1"u8, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(address[^sizeof(int)..], proxy.UpstreamPort);
        for (var rest = frame; rest.IndexOf(address) is var at and >= 0; rest = rest[(at + address.Length)..])
            BinaryPrimitives.WriteInt32BigEndian(rest[(at + address.Length - sizeof(int))..], proxy.Port);
    }
}

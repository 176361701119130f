using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Tests.Wire;

/// <summary>A connection that sends exactly the bytes a test wants.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private int lastCorrelationId;

    public static async Task<RawClient> ConnectAsync(EmbeddedBroker broker)
    {
        var client = new RawClient();
        await client.socket.ConnectAsync(IPAddress.Loopback, broker.Port, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Sends one request and waits for its answer.</summary>
    public async Task<RawAnswer> AskAsync(ApiKey api, short version, WriteBody? body = null)
    {
        await SendAsync(api, version, body);
        return await ReceiveAsync(api, version);
    }

    /// <summary>Sends one request; returns its correlation id.</summary>
    public async Task<int> SendAsync(ApiKey api, short version, WriteBody? body = null)
    {
        await SendBytesAsync(Frame(api, version, ++lastCorrelationId, body));
        return lastCorrelationId;
    }

    public async Task SendBytesAsync(byte[] bytes)
    {
        for (var rest = bytes.AsMemory(); !rest.IsEmpty;) rest = rest[await socket.SendAsync(rest, TestContext.Current.CancellationToken)..];
    }

    /// <summary>The next answer; fails when the broker closes instead.</summary>
    public async Task<RawAnswer> ReceiveAsync(ApiKey api, short version)
    {
        var frame = await ReceiveFrameAsync() ?? throw new InvalidOperationException("The broker closed the connection instead of answering.");
        return new RawAnswer(frame, ApiVersionTable.Find(api)?.IsFlexible(version) == true, api);
    }

    /// <summary>True when the broker closes the connection without sending anything more.</summary>
    public async Task<bool> IsClosedByBrokerAsync() => await ReceiveFrameAsync() is null;

    public void Dispose() => socket.Dispose();

    public static byte[] Frame(ApiKey api, short version, int correlationId, WriteBody? body = null)
    {
        var flexible = ApiVersionTable.Find(api)?.IsFlexible(version) == true;
        using var buffer = new GrowingBuffer();
        var header = new KafkaWriter(buffer, flexible: false);
        header.WriteInt32(0);
        header.WriteInt16((short)api);
        header.WriteInt16(version);
        header.WriteInt32(correlationId);
        header.WriteNullableString("raw");
        var writer = new KafkaWriter(buffer, flexible);
        writer.WriteTags();
        body?.Invoke(writer);
        BinaryPrimitives.WriteInt32BigEndian(buffer.Patch(0), buffer.Length - 4);
        return buffer.Written.ToArray();
    }

    private async Task<byte[]?> ReceiveFrameAsync()
    {
        var prefix = new byte[4];
        if (!await FillAsync(prefix)) return null;

        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix)];
        return await FillAsync(frame) ? frame : null;
    }

    private async Task<bool> FillAsync(byte[] target)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        for (var rest = target.AsMemory(); !rest.IsEmpty;)
        {
            try
            {
                var received = await socket.ReceiveAsync(rest, limit.Token);
                if (received == 0) return false;

                rest = rest[received..];
            }
            catch (SocketException)
            {
                return false;
            }
        }

        return true;
    }
}

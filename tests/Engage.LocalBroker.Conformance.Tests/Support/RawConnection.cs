using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Conformance.Tests.Support;

/// <summary>A socket that speaks just enough of the protocol to do what no client library would: repeat a produce on purpose.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private readonly TcpClient socket = new();
    private int lastCorrelationId;

    private RawConnection()
    {
    }

    private delegate void BodyWriter(KafkaWriter writer);

    public static async Task<RawConnection> OpenAsync(string bootstrapServers)
    {
        var connection = new RawConnection();
        var address = bootstrapServers.Split(':');
        await connection.socket.ConnectAsync(address[0], int.Parse(address[1], CultureInfo.InvariantCulture));
        return connection;
    }

    /// <summary>A producer id; asks again as long as a broker that has just started still fetches its first ones.</summary>
    public async Task<long> InitProducerIdAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var (error, producerId) = Read(await AskAsync(ApiKey.InitProducerId, 1, static writer =>
            {
                writer.WriteNullableString(null);
                writer.WriteInt32(60_000);
            }));
            if (error == ErrorCode.None) return producerId;

            Assert.Equal(ErrorCode.CoordinatorLoadInProgress, error);
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Cluster.Patience, "The broker does not come to hand out producer ids.");
        }

        static (ErrorCode, long) Read(byte[] answer)
        {
            var reader = new KafkaReader(answer, flexible: false);
            Assert.Equal(0, reader.ReadInt32());
            return ((ErrorCode)reader.ReadInt16(), reader.ReadInt64());
        }
    }

    /// <summary>Sends one batch to partition 0 and returns its error and base offset.</summary>
    public async Task<(ErrorCode Error, long BaseOffset)> ProduceAsync(string topic, byte[] batch)
    {
        var answer = await AskAsync(ApiKey.Produce, 7, writer =>
        {
            writer.WriteNullableString(null);
            writer.WriteInt16(-1);
            writer.WriteInt32(10_000);
            writer.WriteArrayCount(1);
            writer.WriteString(topic);
            writer.WriteArrayCount(1);
            writer.WriteInt32(0);
            writer.WriteBytes(batch);
        });
        return Read(answer);

        static (ErrorCode, long) Read(byte[] answer)
        {
            var reader = new KafkaReader(answer, flexible: false);
            Assert.Equal(1, reader.ReadArrayCount());
            _ = reader.ReadString();
            Assert.Equal(1, reader.ReadArrayCount());
            Assert.Equal(0, reader.ReadInt32());
            return ((ErrorCode)reader.ReadInt16(), reader.ReadInt64());
        }
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<byte[]> AskAsync(ApiKey api, short version, BodyWriter write)
    {
        using var limit = new CancellationTokenSource(Cluster.Patience, TimeProvider.System);
        var stream = socket.GetStream();
        await stream.WriteAsync(Frame(api, version, write), limit.Token);

        var length = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(length, limit.Token);
        var answer = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await stream.ReadExactlyAsync(answer, limit.Token);
        Assert.Equal(lastCorrelationId, BinaryPrimitives.ReadInt32BigEndian(answer));
        return answer[sizeof(int)..];
    }

    private byte[] Frame(ApiKey api, short version, BodyWriter write)
    {
        using var buffer = new GrowingBuffer();
        var writer = new KafkaWriter(buffer, flexible: false);
        writer.WriteInt32(0);
        writer.WriteInt16((short)api);
        writer.WriteInt16(version);
        writer.WriteInt32(++lastCorrelationId);
        writer.WriteNullableString("raw");
        write(writer);
        BinaryPrimitives.WriteInt32BigEndian(buffer.Patch(0), buffer.Length - sizeof(int));
        return buffer.Written.ToArray();
    }
}

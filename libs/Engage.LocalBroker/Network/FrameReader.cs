using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Network;

/// <summary>Cuts a socket's bytes into frames: length i32 (not counting itself), then the payload.</summary>
/// <remarks>
/// Not thread-safe. While a request is served, <see cref="WatchAsync"/> keeps one receive outstanding so that a peer that
/// leaves is noticed at once; what it receives belongs to the next frames.
/// </remarks>
internal sealed class FrameReader(Socket socket) : IDisposable
{
    /// <summary>Kafka's socket.request.max.bytes.</summary>
    private const int LargestFrameBytes = 100 * 1024 * 1024;

    private const int SmallestFrameBytes = 8;
    private const int PrefixBytes = sizeof(int);
    private const int UsualBufferBytes = 64 * 1024;

    /// <summary>A buffer that one large frame blew up beyond this is given back when it is empty.</summary>
    private const int KeptBufferBytes = 4 * 1024 * 1024;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(UsualBufferBytes);
    private int start;
    private int end;
    private Task<int>? outstanding;

    /// <summary>The next frame, valid until the next call; null when the peer closed the connection.</summary>
    /// <exception cref="MalformedRequestException">The length is out of range.</exception>
    /// <exception cref="SocketException">The connection broke.</exception>
    public async ValueTask<Memory<byte>?> ReadAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (TryTake() is { } frame) return frame;
            if (!await FillAsync(cancel).ConfigureAwait(false)) return null;
        }
    }

    /// <summary>Waits until <paramref name="handling"/> is done, or the peer closes the connection meanwhile: then calls <paramref name="onClosed"/> and goes on waiting.</summary>
    public async Task WatchAsync(Task handling, Action onClosed, CancellationToken cancel)
    {
        while (!handling.IsCompleted && end < buffer.Length)
        {
            outstanding ??= socket.ReceiveAsync(buffer.AsMemory(end), cancel).AsTask();
            if (await Task.WhenAny(handling, outstanding).ConfigureAwait(false) == handling) break;
            if (outstanding.IsCompletedSuccessfully && outstanding.Result > 0)
            {
                end += outstanding.Result;
                outstanding = null;
                continue;
            }

            onClosed();
            break;
        }

        await handling.ConfigureAwait(false);
    }

    public void Dispose()
    {
        // An outstanding receive still writes into the buffer; it is left to the garbage collector then.
        if (outstanding is null) ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private Memory<byte>? TryTake()
    {
        if (end - start < PrefixBytes) return null;

        var length = BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(start));
        if (length is < SmallestFrameBytes or > LargestFrameBytes) throw new MalformedRequestException($"A frame of {length} bytes is out of range.");
        if (end - start - PrefixBytes < length) return null;

        var frame = buffer.AsMemory(start + PrefixBytes, length);
        start += PrefixBytes + length;
        return frame;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancel)
    {
        int received;
        if (outstanding is { } begun)
        {
            received = await begun.ConfigureAwait(false);
            outstanding = null;
        }
        else
        {
            MakeRoom();
            received = await socket.ReceiveAsync(buffer.AsMemory(end), cancel).ConfigureAwait(false);
        }

        end += received;
        return received > 0;
    }

    /// <summary>Moves the incomplete frame to the front, in a buffer that can hold all of it.</summary>
    private void MakeRoom()
    {
        var pending = end - start;
        var frameBytes = pending >= PrefixBytes ? PrefixBytes + BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(start)) : 0;
        var wanted = Math.Max(frameBytes, UsualBufferBytes);
        if (wanted > buffer.Length || (pending == 0 && buffer.Length > KeptBufferBytes))
        {
            var other = ArrayPool<byte>.Shared.Rent(wanted);
            buffer.AsSpan(start, pending).CopyTo(other);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = other;
        }
        else if (start > 0)
        {
            buffer.AsSpan(start, pending).CopyTo(buffer);
        }

        (start, end) = (0, pending);
    }
}

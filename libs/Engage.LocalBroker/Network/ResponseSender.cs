using System.Buffers;
using System.Net.Sockets;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Network;

/// <summary>Puts an answer on the wire; log stretches pass from file to socket through one pooled buffer.</summary>
internal static class ResponseSender
{
    private const int ChunkBytes = 256 * 1024;

    /// <exception cref="SocketException">The peer is gone.</exception>
    /// <exception cref="IOException">A log file could not be read: the answer is incomplete, so the connection must be closed.</exception>
    public static async ValueTask SendAsync(Socket socket, Response response, CancellationToken cancel)
    {
        if (response.Splices.Count == 0)
        {
            await SendAllAsync(socket, response.Buffer.WrittenMemory, cancel).ConfigureAwait(false);
            return;
        }

        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            await SendSplicedAsync(socket, response, chunk.AsMemory(0, ChunkBytes), cancel).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static async ValueTask SendSplicedAsync(Socket socket, Response response, Memory<byte> chunk, CancellationToken cancel)
    {
        var written = response.Buffer.WrittenMemory;
        var filled = 0;
        var position = 0;
        foreach (var (splicePosition, slice) in response.Splices)
        {
            filled = await CopyAsync(socket, written[position..splicePosition], chunk, filled, cancel).ConfigureAwait(false);
            position = splicePosition;
            for (var offset = 0; offset < slice.Length;)
            {
                if (filled == chunk.Length) filled = await FlushAsync(socket, chunk, filled, cancel).ConfigureAwait(false);

                var step = Math.Min(slice.Length - offset, chunk.Length - filled);
                slice.Read(offset, chunk.Span.Slice(filled, step));
                offset += step;
                filled += step;
            }
        }

        filled = await CopyAsync(socket, written[position..], chunk, filled, cancel).ConfigureAwait(false);
        await FlushAsync(socket, chunk, filled, cancel).ConfigureAwait(false);
    }

    private static async ValueTask<int> CopyAsync(Socket socket, ReadOnlyMemory<byte> bytes, Memory<byte> chunk, int filled, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
        {
            if (filled == chunk.Length) filled = await FlushAsync(socket, chunk, filled, cancel).ConfigureAwait(false);

            var step = Math.Min(bytes.Length, chunk.Length - filled);
            bytes[..step].CopyTo(chunk[filled..]);
            bytes = bytes[step..];
            filled += step;
        }

        return filled;
    }

    private static async ValueTask<int> FlushAsync(Socket socket, ReadOnlyMemory<byte> chunk, int filled, CancellationToken cancel)
    {
        await SendAllAsync(socket, chunk[..filled], cancel).ConfigureAwait(false);
        return 0;
    }

    private static async ValueTask SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
        {
            var sent = await socket.SendAsync(bytes, cancel).ConfigureAwait(false);
            bytes = bytes[sent..];
        }
    }
}

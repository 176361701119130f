using Microsoft.Win32.SafeHandles;

namespace Engage.LocalBroker.Storage;

/// <summary>An open segment file, counted: it is closed (and removed, if marked so) when the last user releases it.</summary>
/// <remarks>Reads are positional and may run on any thread while the log's single writer appends.</remarks>
internal sealed class SegmentFile : IDisposable
{
    private readonly SafeFileHandle handle;
    private int users = 1;

    public SegmentFile(string path, FileMode mode)
    {
        Path = path;
        handle = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    public string Path { get; }

    public long LengthBytes => RandomAccess.GetLength(handle);

    /// <summary>Adds a user; false when the file is already closed, and then the caller must look the segment up again.</summary>
    public bool TryAcquire()
    {
        for (var seen = Volatile.Read(ref users); seen > 0; seen = Volatile.Read(ref users))
        {
            if (Interlocked.CompareExchange(ref users, seen + 1, seen) == seen) return true;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref users) == 0) handle.Dispose();
    }

    /// <exception cref="IOException">The write failed or was short; the file may hold a part of the bytes.</exception>
    public void Write(long position, ReadOnlySpan<byte> bytes) => RandomAccess.Write(handle, bytes, position);

    /// <exception cref="IOException">The file ends before the span is full, or cannot be read.</exception>
    public void ReadExactly(long position, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(handle, destination, position);
            if (read == 0) throw new EndOfStreamException($"{Path} ends before byte {position + destination.Length}.");
            destination = destination[read..];
            position += read;
        }
    }

    public void Truncate(long lengthBytes) => RandomAccess.SetLength(handle, lengthBytes);

    public void Flush() => RandomAccess.FlushToDisk(handle);

    /// <summary>Gives up the owner's own reference.</summary>
    public void Dispose() => Release();
}

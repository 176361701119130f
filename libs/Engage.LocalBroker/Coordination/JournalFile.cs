using Engage.LocalBroker.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Engage.LocalBroker.Coordination;

/// <summary>One append-only file of journal frames.</summary>
/// <remarks>Not thread-safe. A record is in the operating system's hands when <see cref="Append"/> returns, so a killed process loses none.</remarks>
internal sealed class JournalFile : IDisposable
{
    private readonly SafeFileHandle handle;
    private readonly GrowingBuffer frame = new();
    private bool isBroken;

    private JournalFile(string path, SafeFileHandle handle)
    {
        Path = path;
        this.handle = handle;
    }

    public string Path { get; }

    /// <summary>Bytes of intact records.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Opens or creates the file; nothing is known of its content until <see cref="ReadAll"/>.</summary>
    public static JournalFile Open(string path) => Open(path, FileMode.OpenOrCreate);

    /// <summary>Creates the file, or empties the one left from an earlier attempt.</summary>
    public static JournalFile Create(string path) => Open(path, FileMode.Create);

    /// <summary>Reads the records from the start and cuts the file where the first bad one begins.</summary>
    /// <returns>How many bytes were cut off; 0 when the file was intact.</returns>
    public long ReadAll(JournalRecordConsumer consumer)
    {
        var length = RandomAccess.GetLength(handle);
        Span<byte> header = stackalloc byte[JournalFrame.HeaderSizeBytes];
        var body = Array.Empty<byte>();
        SizeBytes = 0;
        while (TryReadFrame(length, header, ref body, out var bodySizeBytes))
        {
            SizeBytes += JournalFrame.HeaderSizeBytes + bodySizeBytes;
            consumer((JournalRecordType)body[0], body.AsSpan(1, bodySizeBytes - 1));
        }

        var torn = length - SizeBytes;
        if (torn > 0) RandomAccess.SetLength(handle, SizeBytes);
        return torn;
    }

    /// <exception cref="IOException">The record is not in the file, nor will be.</exception>
    public void Append(JournalRecordType type, ReadOnlySpan<byte> payload)
    {
        if (isBroken) throw new IOException($"{Path} could not be repaired after a failed write; restart the broker.");

        frame.Clear();
        JournalFrame.Write(frame, type, payload);
        try
        {
            RandomAccess.Write(handle, frame.Written, SizeBytes);
        }
        catch (IOException)
        {
            TakeBack();
            throw;
        }

        SizeBytes += frame.Length;
    }

    /// <summary>Writes only the first half of a record, as a process killed in mid-write would leave it.</summary>
    public void AppendTorn(JournalRecordType type, ReadOnlySpan<byte> payload)
    {
        frame.Clear();
        JournalFrame.Write(frame, type, payload);
        RandomAccess.Write(handle, frame.Written[..(frame.Length / 2)], SizeBytes);
    }

    private static JournalFile Open(string path, FileMode mode) =>
        new(path, File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.Read));

    public void FlushToDisk() => RandomAccess.FlushToDisk(handle);

    public void Dispose()
    {
        handle.Dispose();
        frame.Dispose();
    }

    private bool TryReadFrame(long length, Span<byte> header, ref byte[] body, out int bodySizeBytes)
    {
        bodySizeBytes = 0;
        if (length - SizeBytes < JournalFrame.HeaderSizeBytes) return false;

        ReadFully(header, SizeBytes);
        if (JournalFrame.BodySizeBytes(header) is not { } size || length - SizeBytes - JournalFrame.HeaderSizeBytes < size) return false;

        if (body.Length < size) body = new byte[Math.Max(size, 2 * body.Length)];
        ReadFully(body.AsSpan(0, size), SizeBytes + JournalFrame.HeaderSizeBytes);
        bodySizeBytes = size;
        return JournalFrame.IsIntact(header, body.AsSpan(0, size));
    }

    private void ReadFully(Span<byte> target, long position)
    {
        while (target.Length > 0)
        {
            var read = RandomAccess.Read(handle, target, position);
            if (read == 0) throw new EndOfStreamException($"{Path} became shorter while it was read.");
            target = target[read..];
            position += read;
        }
    }

    /// <summary>A half-written record must not stay: the next one would be appended behind it and never be read.</summary>
    private void TakeBack()
    {
        try
        {
            RandomAccess.SetLength(handle, SizeBytes);
        }
        catch (IOException)
        {
            isBroken = true;
        }
    }
}

/// <summary>Is told each record in order; the payload is valid only during the call.</summary>
internal delegate void JournalRecordConsumer(JournalRecordType type, ReadOnlySpan<byte> payload);

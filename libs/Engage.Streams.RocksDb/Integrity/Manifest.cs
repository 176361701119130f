using System.Globalization;
using System.Numerics;

using Microsoft.Win32.SafeHandles;

namespace Engage.Streams.RocksDb.Integrity;

/// <summary>A manifest: the list of changes to the set of files, which RocksDB only ever appends to.</summary>
/// <remarks>
/// Of each change only the leading plain fields are read: <c>tag (varint) | value (varint, or length-prefixed text)</c>. The log number is among them.
/// Source: VersionEdit::EncodeTo in db/version_edit.cc of RocksDB 7.8.
/// </remarks>
internal sealed class Manifest : IDisposable
{
    private const int ComparatorTag = 1;
    private const int LogNumberTag = 2;
    private const int NextFileNumberTag = 3;
    private const int LastSequenceTag = 4;
    private const int PreviousLogNumberTag = 9;
    private const int MinimumLogTag = 10;
    private const int MaximumFamilyTag = 203;
    private const int DatabaseIdTag = (1 << 13) + 1;
    private const int LeadingFieldsBytesMax = 256;

    private readonly SafeFileHandle file;
    private long parsedBytes;

    private Manifest(string name, SafeFileHandle file)
    {
        Name = name;
        this.file = file;
    }

    public string Name { get; }

    /// <summary>How much was read so far.</summary>
    public long ReadBytes { get; private set; }

    /// <summary>CRC-32C of what was read so far.</summary>
    public uint Crc { get; private set; }

    /// <summary>The oldest log that holds writes which no table holds yet, as of what was read so far.</summary>
    public long FirstLogNumber { get; private set; }

    /// <summary>How long the file is now; one fstat.</summary>
    public long Length => RandomAccess.GetLength(file);

    /// <summary>Opens the manifest that the file CURRENT names.</summary>
    public static Manifest OpenCurrent(string path)
    {
        var name = File.ReadAllText(Path.Combine(path, "CURRENT")).TrimEnd('\n');
        return new(name, File.OpenHandle(Path.Combine(path, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
    }

    /// <summary>The number in a manifest's name; -1 when it is none.</summary>
    public static long Number(string name) =>
        long.TryParse(name.AsSpan(name.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <summary>Reads on up to <paramref name="length"/>; a change that is not whole yet is read again by the next call.</summary>
    public void ReadTo(long length)
    {
        Span<byte> chunk = stackalloc byte[4096];
        while (ReadBytes < length)
        {
            var got = RandomAccess.Read(file, chunk[..(int)Math.Min(chunk.Length, length - ReadBytes)], ReadBytes);
            if (got == 0) throw new EndOfStreamException($"{Name} became shorter than {length} bytes");
            foreach (var part in chunk[..got]) Crc = BitOperations.Crc32C(Crc, part);
            ReadBytes += got;
        }

        Span<byte> head = stackalloc byte[LeadingFieldsBytesMax];
        var reader = new LogFileReader(file, parsedBytes, length, head);
        while (reader.TryRead(out var change)) ReadChange(change);
        parsedBytes = reader.Offset;
    }

    public void Dispose() => file.Dispose();

    private void ReadChange(ReadOnlySpan<byte> change)
    {
        while (TryReadVarint(ref change, out var tag))
        {
            switch (tag)
            {
                case LogNumberTag when TryReadVarint(ref change, out var number):
                    FirstLogNumber = (long)number;
                    break;
                case NextFileNumberTag or LastSequenceTag or PreviousLogNumberTag or MinimumLogTag or MaximumFamilyTag when TryReadVarint(ref change, out _):
                    break;
                case ComparatorTag or DatabaseIdTag when TryReadVarint(ref change, out var length) && length <= (ulong)change.Length:
                    change = change[(int)length..];
                    break;
                default:
                    return; // Files and families follow.
            }
        }
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var index = 0; index < bytes.Length && index < 10; index++)
        {
            value |= (ulong)(bytes[index] & 0x7f) << (7 * index);
            if (bytes[index] >= 0x80) continue;
            bytes = bytes[(index + 1)..];
            return true;
        }

        return false;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace Engage.Streams;

/// <summary>Collects the headers of a record to be written. Keep one and <see cref="Clear"/> it: it allocates only while it grows.</summary>
public sealed class HeaderBuffer
{
    private byte[] bytes = new byte[256];
    private int length;

    public HeaderView View => new(bytes.AsSpan(0, length));

    public HeaderBuffer Clear()
    {
        length = 0;
        return this;
    }

    /// <summary>Appends a header; names may repeat.</summary>
    /// <param name="name">UTF-8, at most 65,535 bytes.</param>
    public HeaderBuffer Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        AddName(name, value.Length);
        value.CopyTo(Take(value.Length));
        return this;
    }

    /// <summary>Appends a header with UTF-8 text. Convenient, for cold paths.</summary>
    public HeaderBuffer Add(string name, string value) => Add(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));

    /// <summary>Appends a header whose value is null.</summary>
    public HeaderBuffer AddNull(ReadOnlySpan<byte> name)
    {
        AddName(name, -1);
        return this;
    }

    /// <summary>Appends all headers of another record.</summary>
    public HeaderBuffer AddAll(HeaderView headers)
    {
        headers.Encoded.CopyTo(Take(headers.Encoded.Length));
        return this;
    }

    private void AddName(ReadOnlySpan<byte> name, int valueLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, ushort.MaxValue, nameof(name));
        BinaryPrimitives.WriteUInt16LittleEndian(Take(sizeof(ushort)), (ushort)name.Length);
        name.CopyTo(Take(name.Length));
        BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), valueLength);
    }

    private Span<byte> Take(int count)
    {
        if (bytes.Length - length < count) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + count));
        length += count;
        return bytes.AsSpan(length - count, count);
    }
}

using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Engage.Avro.Binary;

/// <summary>Writes Avro binary into a buffer that grows from a shared pool; <see cref="Dispose"/> gives it back.</summary>
/// <remarks>
/// Holds no more than the caller's scratch memory until that is full, so a small record costs no allocation. Pass it by reference; a copy would keep a stale buffer.
/// Spans from <see cref="Written"/> are valid until the next write, <see cref="Clear"/> or <see cref="Dispose"/>.
/// </remarks>
public ref struct AvroWriter
{
    private const int FirstPooledBytes = 512;
    private const int VarintBytesMax = 10;
    private const int UnscaledBytesMax = 16;

    private Span<byte> buffer;
    private byte[]? pooled;
    private int length;

    /// <param name="scratch">Used first, typically <c>stackalloc byte[256]</c>; may be empty.</param>
    public AvroWriter(Span<byte> scratch) => buffer = scratch;

    public readonly ReadOnlySpan<byte> Written => buffer[..length];

    public readonly int WrittenBytes => length;

    /// <summary>Forgets what was written and keeps the buffer, to write the next record.</summary>
    public void Clear() => length = 0;

    public void Dispose()
    {
        if (pooled is not null) ArrayPool<byte>.Shared.Return(pooled);
        pooled = null;
        buffer = default;
        length = 0;
    }

    public void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    public void WriteInt(int value) => WriteLong(value);

    public void WriteLong(long value)
    {
        var bits = (ulong)((value << 1) ^ (value >> 63));
        var target = Reserve(VarintBytesMax);
        var written = 0;
        while (bits >= 0x80)
        {
            target[written++] = (byte)(bits | 0x80);
            bits >>= 7;
        }

        target[written++] = (byte)bits;
        length += written;
    }

    public void WriteFloat(float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(Reserve(sizeof(float)), value);
        length += sizeof(float);
    }

    public void WriteDouble(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Reserve(sizeof(double)), value);
        length += sizeof(double);
    }

    public void WriteBytes(scoped ReadOnlySpan<byte> value)
    {
        WriteLong(value.Length);
        WriteRaw(value);
    }

    /// <summary>A string given as the UTF-8 bytes of its text; not checked, so pass only what was read or encoded as UTF-8.</summary>
    public void WriteUtf8(scoped ReadOnlySpan<byte> value) => WriteBytes(value);

    /// <exception cref="EncoderFallbackException">The text has a lone surrogate.</exception>
    public void WriteString(scoped ReadOnlySpan<char> value)
    {
        var sizeBytes = StrictUtf8.Encoding.GetByteCount(value);
        WriteLong(sizeBytes);
        length += StrictUtf8.Encoding.GetBytes(value, Reserve(sizeBytes));
    }

    /// <exception cref="AvroEncodeException">The value has not exactly <paramref name="sizeBytes"/>.</exception>
    public void WriteFixed(scoped ReadOnlySpan<byte> value, int sizeBytes)
    {
        if (value.Length != sizeBytes) throw new AvroEncodeException($"A fixed of {sizeBytes} bytes is given {value.Length}.");
        WriteRaw(value);
    }

    /// <summary>Bytes that are Avro already, such as the raw span of a field of a view.</summary>
    public void WriteRaw(scoped ReadOnlySpan<byte> encoded)
    {
        encoded.CopyTo(Reserve(encoded.Length));
        length += encoded.Length;
    }

    public void WriteUnionIndex(int index) => WriteLong(index);

    /// <summary>Begins an array or map of <paramref name="count"/> items, which follow, with <see cref="WriteBlockEnd"/> after them. Writes nothing for 0.</summary>
    public void WriteBlockStart(int count)
    {
        if (count > 0) WriteLong(count);
    }

    /// <summary>Ends an array or map, an empty one included.</summary>
    public void WriteBlockEnd() => WriteByte(0);

    /// <exception cref="AvroEncodeException">The value has more than <paramref name="scale"/> decimal places or more than <paramref name="precision"/> digits.</exception>
    public void WriteDecimal(decimal value, int precision, int scale)
    {
        Span<byte> unscaled = stackalloc byte[UnscaledBytesMax];
        var sizeBytes = AvroDecimals.Encode(value, precision, scale, unscaled);
        WriteBytes(unscaled[..sizeBytes]);
    }

    internal void WriteByte(byte value)
    {
        if (length >= buffer.Length) Grow(1);
        buffer[length++] = value;
    }

    /// <summary>Room for <paramref name="count"/> bytes after those written; the caller adds to the length.</summary>
    internal Span<byte> Reserve(int count)
    {
        if (count > buffer.Length - length) Grow(count);
        return buffer[length..];
    }

    internal void Advance(int count) => length += count;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(length + count), Math.Max(FirstPooledBytes, buffer.Length * 2)));
        buffer[..length].CopyTo(larger);
        if (pooled is not null) ArrayPool<byte>.Shared.Return(pooled);
        pooled = larger;
        buffer = larger;
    }
}

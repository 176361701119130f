using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Engage.SegmentMaterializer.Domain;

/// <summary>Appends the primitives of the player row to a buffer that grows; reused between records, so it allocates only while it grows.</summary>
internal sealed class RowWriter(int initialBytes = 1024) : IBufferWriter<byte>
{
    private byte[] buffer = new byte[initialBytes];
    private int length;

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    public void Clear() => length = 0;

    public void Byte(byte value) => Reserve(1)[0] = value;

    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Reserve(sizeof(int)), value);

    /// <summary>Sets a number that <see cref="Int32"/> has left room for.</summary>
    public void Int32At(int offsetBytes, int value) => BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(offsetBytes), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Reserve(sizeof(long)), value);

    /// <summary>7 bits per byte, low group first.</summary>
    public void Unsigned(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }

    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    public void Prefixed(ReadOnlySpan<byte> value)
    {
        Unsigned((ulong)value.Length);
        Bytes(value);
    }

    public void Text(string value)
    {
        var size = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)size);
        Encoding.UTF8.GetBytes(value, Reserve(size));
    }

    /// <summary>Scale with the sign in bit 7, then the 96-bit mantissa as three varints: a stake of 12.50 takes five bytes.</summary>
    public void Decimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        Byte((byte)(((bits[3] >> 16) & 0x7F) | (bits[3] < 0 ? 0x80 : 0)));
        Unsigned((uint)bits[0]);
        Unsigned((uint)bits[1]);
        Unsigned((uint)bits[2]);
    }

    public void Advance(int count) => length += count;

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(Math.Max(1, sizeHint));
        return buffer.AsSpan(length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(1, sizeHint));
        return buffer.AsMemory(length);
    }

    private Span<byte> Reserve(int size)
    {
        Grow(size);
        var span = buffer.AsSpan(length, size);
        length += size;
        return span;
    }

    private void Grow(int size)
    {
        if (buffer.Length - length < size) Array.Resize(ref buffer, (int)BitOperations.RoundUpToPowerOf2((uint)(length + size)));
    }
}

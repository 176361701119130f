using System.Buffers.Binary;
using System.Text;

namespace Engage.SegmentMaterializer.Domain;

/// <summary>Reads what <see cref="RowWriter"/> wrote. The bytes are ours, so a misfit is a broken invariant and throws.</summary>
internal ref struct RowReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public readonly int Remaining => rest.Length;

    /// <summary>Everything that is left.</summary>
    public readonly ReadOnlySpan<byte> Rest => rest;

    public byte Byte()
    {
        var value = rest[0];
        rest = rest[1..];
        return value;
    }

    public long Int64()
    {
        var value = BinaryPrimitives.ReadInt64BigEndian(rest);
        rest = rest[sizeof(long)..];
        return value;
    }

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ReadOnlySpan<byte> Bytes(int count)
    {
        var value = rest[..count];
        rest = rest[count..];
        return value;
    }

    public ReadOnlySpan<byte> Prefixed() => Bytes((int)Unsigned());

    public string Text() => Encoding.UTF8.GetString(Prefixed());

    public decimal Decimal()
    {
        var head = Byte();
        var low = (uint)Unsigned();
        var middle = (uint)Unsigned();
        var high = (uint)Unsigned();
        return new decimal((int)low, (int)middle, (int)high, (head & 0x80) != 0, (byte)(head & 0x7F));
    }
}

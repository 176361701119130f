using System.Buffers;
using System.Buffers.Binary;

namespace Engage.Rules.Segments;

/// <summary>Appends the primitives of a player's state. Allocates nothing itself.</summary>
internal readonly struct StateWriter(IBufferWriter<byte> output)
{
    public void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(output.GetSpan(sizeof(ulong)), value);
        output.Advance(sizeof(ulong));
    }

    /// <summary>7 bits per byte, low group first.</summary>
    public void Unsigned(ulong value)
    {
        var span = output.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7) span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        output.Advance(length);
    }

    /// <summary>Zigzag: small numbers of either sign are short.</summary>
    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    public void Prefixed(ReadOnlySpan<byte> value)
    {
        Unsigned((ulong)value.Length);
        output.Write(value);
    }

    /// <summary>Scale with the sign in bit 7, then the 96-bit mantissa as three varints; trailing zeros are dropped, so that equal numbers have equal bytes.</summary>
    public void Decimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(Normalize(value), bits);
        Byte((byte)(((bits[3] >> 16) & 0x7F) | (bits[3] < 0 ? 0x80 : 0)));
        Unsigned((uint)bits[0]);
        Unsigned((uint)bits[1]);
        Unsigned((uint)bits[2]);
    }

    // Dividing by 1.000… with 28 zeros drops the trailing zeros of the quotient.
    private static decimal Normalize(decimal value) => value.Scale == 0 ? value : value / 1.0000000000000000000000000000m;
}

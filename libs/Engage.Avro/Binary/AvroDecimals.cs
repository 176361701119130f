using System;
using System.Buffers.Binary;
using System.Numerics;

namespace Engage.Avro.Binary;

/// <summary>decimal(precision, scale): the unscaled value as big-endian two's complement.</summary>
/// <remarks>System.Decimal holds 96 bits, that is any 28-digit number; precisions above 28 are refused by the generator.</remarks>
internal static class AvroDecimals
{
    public const int PrecisionMax = 28;

    /// <summary>Longest form accepted: foreign writers may pad with sign bytes up to a power of two.</summary>
    private const int UnscaledBytesMax = 16;

    private static readonly Int128[] PowersOfTen = MakePowers();

    /// <summary>Throws nothing; null when the value has more than <paramref name="precision"/> digits or too many bytes.</summary>
    public static decimal? TryDecode(ReadOnlySpan<byte> unscaled, int precision, int scale)
    {
        if (unscaled.Length > UnscaledBytesMax) return null;
        Span<byte> padded = stackalloc byte[UnscaledBytesMax];
        padded.Fill(unscaled.Length > 0 && (unscaled[0] & 0x80) != 0 ? (byte)0xff : (byte)0);
        unscaled.CopyTo(padded[(UnscaledBytesMax - unscaled.Length)..]);

        var value = BinaryPrimitives.ReadInt128BigEndian(padded);
        var magnitude = UInt128.CreateTruncating(value < 0 ? -value : value);
        if (value == Int128.MinValue || magnitude >= UInt128.CreateTruncating(PowersOfTen[precision])) return null;
        var low = (ulong)magnitude;
        return new decimal((int)low, (int)(low >> 32), (int)(uint)(magnitude >> 64), value < 0, (byte)scale);
    }

    /// <summary>The shortest two's complement of <paramref name="value"/> at <paramref name="scale"/>; returns its length.</summary>
    /// <exception cref="AvroEncodeException">The value has more decimal places than <paramref name="scale"/> or more digits than <paramref name="precision"/>.</exception>
    public static int Encode(decimal value, int precision, int scale, Span<byte> padded)
    {
        var unscaled = Unscale(value, precision, scale);
        BinaryPrimitives.WriteInt128BigEndian(padded, unscaled);
        var sign = unscaled < 0 ? (byte)0xff : (byte)0;
        var start = 0;
        while (start < UnscaledBytesMax - 1 && padded[start] == sign && ((padded[start + 1] ^ sign) & 0x80) == 0) start++;
        padded[start..UnscaledBytesMax].CopyTo(padded);
        return UnscaledBytesMax - start;
    }

    public static Int128 Unscale(decimal value, int precision, int scale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var ownScale = (bits[3] >> 16) & 0xff;
        var magnitude = new Int128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);

        // Trailing zeros are no decimal places: 1.500000000 fits scale 8.
        for (; ownScale > scale; ownScale--)
        {
            var (quotient, rest) = Int128.DivRem(magnitude, 10);
            if (rest != 0) throw new AvroEncodeException($"A decimal has more than {scale} decimal places.");
            magnitude = quotient;
        }

        // 96 bits times 10^28 would overflow 128 bits, so the digits are counted before they are shifted.
        if (magnitude >= PowersOfTen[precision - (scale - ownScale)]) throw new AvroEncodeException($"A decimal has more than {precision} digits at scale {scale}.");
        magnitude *= PowersOfTen[scale - ownScale];
        return bits[3] < 0 ? -magnitude : magnitude;
    }

    private static Int128[] MakePowers()
    {
        var powers = new Int128[PrecisionMax + 1];
        powers[0] = 1;
        for (var exponent = 1; exponent <= PrecisionMax; exponent++) powers[exponent] = powers[exponent - 1] * 10;
        return powers;
    }
}

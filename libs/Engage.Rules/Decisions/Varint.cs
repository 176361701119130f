namespace Engage.Rules.Decisions;

/// <summary>LEB128 numbers of up to 128 bits: 7 bits per byte, least significant first; signed ones zigzagged.</summary>
internal static class Varint
{
    /// <summary>Bytes of the largest number.</summary>
    public const int MaxBytes = 19;

    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> target, UInt128 value)
    {
        var at = 0;
        while (value >= 0x80)
        {
            target[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[at++] = (byte)value;
        return at;
    }

    /// <returns>Bytes written.</returns>
    public static int WriteSigned(Span<byte> target, Int128 value) => Write(target, (UInt128)((value << 1) ^ (value >> 127)));

    public static UInt128 Read(ref ReadOnlySpan<byte> source)
    {
        UInt128 value = 0;
        for (var (at, shift) = (0, 0); ; at++, shift += 7)
        {
            value |= (UInt128)(source[at] & 0x7F) << shift;
            if (source[at] >= 0x80) continue;

            source = source[(at + 1)..];
            return value;
        }
    }

    public static Int128 ReadSigned(ref ReadOnlySpan<byte> source)
    {
        var zigzag = Read(ref source);
        return (Int128)(zigzag >> 1) ^ -(Int128)(zigzag & 1);
    }
}

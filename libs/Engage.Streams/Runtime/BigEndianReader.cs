using System.Buffers.Binary;

namespace Engage.Streams.Runtime;

/// <summary>Reads what <see cref="BigEndianWriter"/> wrote; an <see cref="ArgumentException"/> if it is cut short.</summary>
internal ref struct BigEndianReader(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> rest = rest;

    public long Int64()
    {
        var value = BinaryPrimitives.ReadInt64BigEndian(rest);
        rest = rest[sizeof(long)..];
        return value;
    }

    public ReadOnlySpan<byte> Bytes()
    {
        var length = UInt16();
        var value = rest[..length];
        rest = rest[length..];
        return value;
    }

    public long[] Int64s()
    {
        var values = new long[UInt16()];
        for (var i = 0; i < values.Length; i++) values[i] = Int64();
        return values;
    }

    private ushort UInt16()
    {
        var value = BinaryPrimitives.ReadUInt16BigEndian(rest);
        rest = rest[sizeof(ushort)..];
        return value;
    }
}

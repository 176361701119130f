using System.Buffers.Binary;

namespace Engage.Streams.Runtime;

/// <summary>Fills a span field by field.</summary>
internal ref struct BigEndianWriter(Span<byte> rest)
{
    private Span<byte> rest = rest;

    public void Byte(byte value)
    {
        rest[0] = value;
        rest = rest[1..];
    }

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(rest, value);
        rest = rest[sizeof(long)..];
    }

    /// <summary>Length (u16), then the bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        UInt16(checked((ushort)value.Length));
        value.CopyTo(rest);
        rest = rest[value.Length..];
    }

    /// <summary>Count (u16), then the numbers.</summary>
    public void Int64s(ReadOnlySpan<long> values)
    {
        UInt16(checked((ushort)values.Length));
        foreach (var value in values) Int64(value);
    }

    private void UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(rest, value);
        rest = rest[sizeof(ushort)..];
    }
}

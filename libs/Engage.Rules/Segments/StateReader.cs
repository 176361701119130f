using System.Buffers.Binary;

namespace Engage.Rules.Segments;

/// <summary>Reads what <see cref="StateWriter"/> wrote. The bytes are ours, so a misfit is a broken invariant and throws.</summary>
internal ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public readonly bool AtEnd => rest.IsEmpty;

    public byte Byte()
    {
        var value = rest[0];
        rest = rest[1..];
        return value;
    }

    public ulong UInt64()
    {
        var value = BinaryPrimitives.ReadUInt64BigEndian(rest);
        rest = rest[sizeof(ulong)..];
        return value;
    }

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new InvalidDataException("A number of a player's state is longer than 64 bits; the row is damaged and has to be restored.");
    }

    public int Count() => checked((int)Unsigned());

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ReadOnlySpan<byte> Prefixed()
    {
        var length = Count();
        var value = rest[..length];
        rest = rest[length..];
        return value;
    }

    public decimal Decimal()
    {
        var head = Byte();
        var low = (uint)Unsigned();
        var middle = (uint)Unsigned();
        var high = (uint)Unsigned();
        return new decimal((int)low, (int)middle, (int)high, (head & 0x80) != 0, (byte)(head & 0x7F));
    }
}

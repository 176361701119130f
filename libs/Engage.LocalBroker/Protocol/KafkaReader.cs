using System.Buffers.Binary;
using System.Text;

namespace Engage.LocalBroker.Protocol;

/// <summary>Reads Kafka's primitive types, big-endian, from one frame; borrows the frame's bytes.</summary>
/// <param name="bytes">The bytes from the first field on.</param>
/// <param name="flexible">True for the compact encoding: unsigned-varint lengths (plus one) and tagged fields after every struct.</param>
/// <remarks>Every method throws <see cref="MalformedRequestException"/> when the bytes end early or a length makes no sense.</remarks>
internal ref struct KafkaReader(ReadOnlySpan<byte> bytes, bool flexible)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;

    public bool Flexible { get; } = flexible;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    public readonly int Remaining => bytes.Length - Position;

    public bool ReadBool() => Take(1)[0] != 0;

    public sbyte ReadInt8() => (sbyte)Take(1)[0];

    public byte ReadByte() => Take(1)[0];

    public short ReadInt16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public Guid ReadUuid() => new(Take(16), bigEndian: true);

    public string ReadString() => ReadNullableString() ?? throw new MalformedRequestException("A string that must be present is null.");

    public string? ReadNullableString()
    {
        var length = Flexible ? ReadCompactLength() : ReadInt16();
        return length < 0 ? null : Encoding.UTF8.GetString(Take(length));
    }

    /// <summary>The bytes, borrowed from the frame; empty when null.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var range = ReadBytesRange();
        return bytes[range];
    }

    /// <summary>Where in the bytes given to this reader a byte field lies; empty when null.</summary>
    public Range ReadBytesRange()
    {
        var length = Math.Max(0, Flexible ? ReadCompactLength() : ReadInt32());
        _ = Take(length);
        return new Range(Position - length, Position);
    }

    /// <summary>Number of elements of an array; -1 when it is null.</summary>
    public int ReadNullableArrayCount()
    {
        var count = Flexible ? ReadCompactLength() : ReadInt32();
        // Every element takes at least a byte, so a larger count is garbage; it must not size an allocation.
        return count >= -1 && count <= Remaining ? count : throw new MalformedRequestException($"An array of {count} elements cannot fit in {Remaining} bytes.");
    }

    /// <summary>Number of elements of an array; 0 when it is null.</summary>
    public int ReadArrayCount() => Math.Max(0, ReadNullableArrayCount());

    /// <summary>Skips the tagged fields at the end of a struct; does nothing in the non-flexible encoding.</summary>
    public void SkipTags()
    {
        if (!Flexible) return;

        for (var remaining = ReadUnsignedVarint(); remaining > 0; remaining--)
        {
            _ = ReadUnsignedVarint();
            _ = Take((int)ReadUnsignedVarint());
        }
    }

    public uint ReadUnsignedVarint()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var next = Take(1)[0];
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new MalformedRequestException("A varint is longer than five bytes.");
    }

    private int ReadCompactLength() => (int)ReadUnsignedVarint() - 1;

    private ReadOnlySpan<byte> Take(int length)
    {
        if ((uint)length > (uint)Remaining) throw new MalformedRequestException($"A field of {length} bytes at {Position} exceeds the {bytes.Length} bytes at hand.");

        var taken = bytes.Slice(Position, length);
        Position += length;
        return taken;
    }
}

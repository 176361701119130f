using System.Buffers.Binary;

namespace Engage.Streams;

/// <summary>The headers of a record, read in place.</summary>
/// <remarks>
/// Encoded as repeated <c>[name length: u16][name: UTF-8][value length: i32, −1 null][value]</c>, little-endian. Names may repeat; order is kept. Well-formed by construction:
/// only <see cref="HeaderBuffer"/> makes the encoding.
/// </remarks>
public readonly ref struct HeaderView(ReadOnlySpan<byte> encoded)
{
    /// <summary>The encoded form, for copying as a whole.</summary>
    public ReadOnlySpan<byte> Encoded { get; } = encoded;

    public bool IsEmpty => Encoded.IsEmpty;

    /// <summary>Finds the last header of that name (Kafka's rule for repeated names).</summary>
    /// <param name="name">UTF-8, compared exactly.</param>
    /// <returns>False if there is none or its value is null.</returns>
    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var found = false;
        foreach (var header in this)
        {
            if (!header.Name.SequenceEqual(name)) continue;
            value = header.Value;
            found = header.HasValue;
        }

        return found;
    }

    public Enumerator GetEnumerator() => new(Encoded);

    /// <summary>One header.</summary>
    public readonly ref struct Header(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool hasValue)
    {
        public ReadOnlySpan<byte> Name { get; } = name;

        public ReadOnlySpan<byte> Value { get; } = value;

        public bool HasValue { get; } = hasValue;
    }

    /// <summary>Walks the headers in order.</summary>
    public ref struct Enumerator(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> rest = rest;

        public Header Current { get; private set; }

        public bool MoveNext()
        {
            if (rest.IsEmpty) return false;

            var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            var name = rest.Slice(sizeof(ushort), nameLength);
            rest = rest[(sizeof(ushort) + nameLength)..];

            var valueLength = BinaryPrimitives.ReadInt32LittleEndian(rest);
            rest = rest[sizeof(int)..];
            Current = new Header(name, valueLength < 0 ? default : rest[..valueLength], valueLength >= 0);
            rest = rest[Math.Max(0, valueLength)..];
            return true;
        }
    }
}

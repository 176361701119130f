using System.Buffers.Binary;

namespace Engage.Streams.Ports;

/// <summary>Puts and deletions to be applied together, encoded as RocksDB encodes a write batch so that an adapter can hand it over as it is.</summary>
/// <remarks>
/// <code>
/// [sequence: 8 bytes, zero][count: u32]  then per entry  [01][key length: varint32][key][value length: varint32][value]   put
///                                                        [00][key length: varint32][key]                                 delete
/// </code>
/// Little-endian; see rocksdb/db/write_batch.cc. Reused between commits; allocates only while it grows.
/// </remarks>
public sealed class StateBatch
{
    private const int CountOffset = 8;
    private const int HeaderBytes = 12;
    private const byte DeleteTag = 0;
    private const byte PutTag = 1;

    private byte[] bytes = new byte[64 << 10];
    private int length = HeaderBytes;

    /// <summary>Number of puts and deletions.</summary>
    public int Count { get; private set; }

    /// <summary>The batch in the form above.</summary>
    public ReadOnlySpan<byte> Encoded
    {
        get
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(CountOffset), Count);
            return bytes.AsSpan(0, length);
        }
    }

    public int SizeBytes => length;

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Tag(PutTag);
        WriteWithLength(key);
        WriteWithLength(value);
    }

    public void Delete(ReadOnlySpan<byte> key)
    {
        Tag(DeleteTag);
        WriteWithLength(key);
    }

    public void Clear()
    {
        length = HeaderBytes;
        Count = 0;
    }

    public Enumerator GetEnumerator() => new(bytes.AsSpan(HeaderBytes, length - HeaderBytes));

    private void Tag(byte tag)
    {
        Count++;
        Take(1)[0] = tag;
    }

    private void WriteWithLength(ReadOnlySpan<byte> value)
    {
        var rest = (uint)value.Length;
        while (rest >= 0x80)
        {
            Take(1)[0] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        Take(1)[0] = (byte)rest;
        value.CopyTo(Take(value.Length));
    }

    private Span<byte> Take(int count)
    {
        if (bytes.Length - length < count) Array.Resize(ref bytes, (int)Math.Min(Array.MaxLength, Math.Max(bytes.Length * 2L, (long)length + count)));
        length += count;
        return bytes.AsSpan(length - count, count);
    }

    /// <summary>One put or deletion.</summary>
    public readonly ref struct Entry(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isDelete)
    {
        public ReadOnlySpan<byte> Key { get; } = key;

        public ReadOnlySpan<byte> Value { get; } = value;

        public bool IsDelete { get; } = isDelete;
    }

    /// <summary>Walks the entries in the order they were added.</summary>
    public ref struct Enumerator(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> rest = rest;

        public Entry Current { get; private set; }

        public bool MoveNext()
        {
            if (rest.IsEmpty) return false;

            var isDelete = rest[0] == DeleteTag;
            rest = rest[1..];
            var key = ReadWithLength();
            Current = new Entry(key, isDelete ? default : ReadWithLength(), isDelete);
            return true;
        }

        private ReadOnlySpan<byte> ReadWithLength()
        {
            var size = 0;
            var shift = 0;
            byte part;
            do
            {
                part = rest[0];
                rest = rest[1..];
                size |= (part & 0x7f) << shift;
                shift += 7;
            }
            while (part >= 0x80);

            var value = rest[..size];
            rest = rest[size..];
            return value;
        }
    }
}

using System.Buffers.Binary;
using System.Text;
using Confluent.Kafka;

namespace Engage.Streams.Kafka;

/// <summary>Takes the bytes of one record over from the client: no array per key and value.</summary>
internal sealed class RecordArena : IDeserializer<ArenaSlice>
{
    private byte[] bytes = new byte[64 << 10];
    private int length;

    public void Clear() => length = 0;

    public ReadOnlySpan<byte> Read(ArenaSlice slice) => bytes.AsSpan(slice.Start, slice.Length);

    public ArenaSlice Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        var start = length;
        data.CopyTo(Take(data.Length));
        return new ArenaSlice(start, data.Length, isNull);
    }

    /// <summary>Encodes headers as <see cref="HeaderView"/> reads them.</summary>
    public ArenaSlice Add(Headers? headers)
    {
        var start = length;
        for (var i = 0; i < (headers?.Count ?? 0); i++)
        {
            var header = headers![i];
            var nameLength = Encoding.UTF8.GetByteCount(header.Key);
            BinaryPrimitives.WriteUInt16LittleEndian(Take(sizeof(ushort)), checked((ushort)nameLength));
            Encoding.UTF8.GetBytes(header.Key, Take(nameLength));
            var value = header.GetValueBytes();
            BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), value?.Length ?? -1);
            value?.CopyTo(Take(value.Length));
        }

        return new ArenaSlice(start, length - start, false);
    }

    private Span<byte> Take(int count)
    {
        if (bytes.Length - length < count) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + count));
        length += count;
        return bytes.AsSpan(length - count, count);
    }
}

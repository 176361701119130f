using System.Buffers.Binary;
using System.Text;
using Engage.LocalBroker.Records;

namespace Engage.LocalBroker.Conformance.Tests.Support;

/// <summary>A record batch of one short keyless record, byte by byte.</summary>
internal static class RawBatch
{
    private const int HeaderSizeBytes = 61;
    private const int CrcPosition = 17;
    private const int AttributesPosition = 21;

    /// <param name="value">At most 50 bytes, so that every length fits one varint byte.</param>
    public static byte[] Of(long producerId, int sequence, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        byte[] fields = [0, 0, 0, ZigZag(-1), ZigZag(bytes.Length), .. bytes, ZigZag(0)]; // attributes, time and offset delta, key, value, headers
        byte[] record = [ZigZag(fields.Length), .. fields];
        var batch = new byte[HeaderSizeBytes + record.Length];
        record.CopyTo(batch, HeaderSizeBytes);

        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(8), batch.Length - 12);
        batch[16] = 2;
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(27), nowMs);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(35), nowMs);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(43), producerId);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(53), sequence);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(57), 1);
        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(CrcPosition), Crc32C.Compute(batch.AsSpan(AttributesPosition)));
        return batch;
    }

    private static byte ZigZag(int value) => (byte)((value << 1) ^ (value >> 31));
}

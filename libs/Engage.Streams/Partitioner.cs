using System.Buffers.Binary;

namespace Engage.Streams;

/// <summary>Where a key goes: murmur2 as Kafka's Java client computes it, so that foreign producers and this engine agree.</summary>
public static class Partitioner
{
    /// <summary>The partition of <paramref name="key"/> among <paramref name="partitionCount"/>.</summary>
    public static int PartitionOf(ReadOnlySpan<byte> key, int partitionCount) => (int)((Murmur2(key) & 0x7fffffff) % (uint)partitionCount);

    /// <summary>32-bit murmur2 with the seed of Kafka's <c>Utils.murmur2</c>.</summary>
    internal static uint Murmur2(ReadOnlySpan<byte> data)
    {
        const uint seed = 0x9747b28c;
        const uint m = 0x5bd1e995;
        const int r = 24;

        var h = seed ^ (uint)data.Length;
        while (data.Length >= 4)
        {
            var k = BinaryPrimitives.ReadUInt32LittleEndian(data) * m;
            k = (k ^ (k >> r)) * m;
            h = (h * m) ^ k;
            data = data[4..];
        }

        if (data.Length >= 3) h ^= (uint)data[2] << 16;
        if (data.Length >= 2) h ^= (uint)data[1] << 8;
        if (data.Length >= 1) h = (h ^ data[0]) * m;

        h = (h ^ (h >> 13)) * m;
        return h ^ (h >> 15);
    }
}

using System.Numerics;

namespace Engage.Rules.Segments;

/// <summary>Buckets as bytes: count, then per bucket the distance from the one before it and its value.</summary>
internal static class BucketCodec
{
    public delegate T ReadValue<out T>(ref StateReader reader);

    public static void Write<T>(StateWriter writer, BucketSeries<T> series, Action<StateWriter, T> writeValue)
        where T : struct, INumber<T>
    {
        writer.Unsigned((ulong)series.Count);
        long previous = 0;
        for (var i = 0; i < series.Count; i++)
        {
            var (key, value) = series[i];
            writer.Signed(key - previous);
            writeValue(writer, value);
            previous = key;
        }
    }

    public static void Read<T>(ref StateReader reader, BucketSeries<T> series, ReadValue<T> readValue)
        where T : struct, INumber<T>
    {
        var count = reader.Count();
        long key = 0;
        for (var i = 0; i < count; i++)
        {
            key += reader.Signed();
            series.Add(key, readValue(ref reader));
        }
    }
}

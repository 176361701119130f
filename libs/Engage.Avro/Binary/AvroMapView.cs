using System;

namespace Engage.Avro.Binary;

/// <summary>A map inside checked bytes, read entry by entry without allocation: <c>foreach (var entry in view.Attributes)</c>.</summary>
/// <remarks>A key that a writer sent twice appears twice; <see cref="TryGet"/>, like the generated records, takes the last.</remarks>
/// <typeparam name="T">What a value is read as.</typeparam>
/// <typeparam name="TItem">How a value is read.</typeparam>
/// <param name="encoded">From the first block count; may be followed by further bytes.</param>
public readonly ref struct AvroMapView<T, TItem>(ReadOnlySpan<byte> encoded)
    where TItem : IAvroItem<T>
    where T : allows ref struct
{
    private readonly ReadOnlySpan<byte> encoded = encoded;

    public bool IsEmpty => encoded.IsEmpty || encoded[0] == 0;

    /// <summary>Counts by reading every entry.</summary>
    public int Count()
    {
        var count = 0;
        foreach (var _ in this) count++;
        return count;
    }

    /// <summary>Finds a value by reading the map from its start.</summary>
    /// <param name="utf8Key">The key's UTF-8 bytes, compared byte by byte.</param>
    /// <param name="value">The value, or default.</param>
    public bool TryGet(ReadOnlySpan<byte> utf8Key, out T? value)
    {
        var found = false;
        value = default;
        foreach (var entry in this)
        {
            if (!entry.Key.SequenceEqual(utf8Key)) continue;
            value = entry.Value;
            found = true;
        }

        return found;
    }

    public Enumerator GetEnumerator() => new(encoded);

    public readonly ref struct Entry
    {
        internal Entry(ReadOnlySpan<byte> key, T value)
        {
            Key = key;
            Value = value;
        }

        /// <summary>UTF-8.</summary>
        public ReadOnlySpan<byte> Key { get; }

        public T Value { get; }
    }

    public ref struct Enumerator
    {
        private AvroReader reader;
        private AvroBlock block;

        internal Enumerator(ReadOnlySpan<byte> encoded)
        {
            reader = AvroReader.Trusted(encoded);
            Current = default!;
        }

        public Entry Current { get; private set; }

        public bool MoveNext()
        {
            if (reader.Data.IsEmpty || !reader.NextItem(ref block)) return false;
            var key = reader.ReadBytes();
            Current = new Entry(key, TItem.Read(ref reader));
            return true;
        }
    }
}

using System;

namespace Engage.Avro.Binary;

/// <summary>An array inside checked bytes, read item by item without allocation: <c>foreach (var item in view.Flags)</c>.</summary>
/// <typeparam name="T">What an item is read as.</typeparam>
/// <typeparam name="TItem">How an item is read.</typeparam>
/// <param name="encoded">From the first block count; may be followed by further bytes.</param>
public readonly ref struct AvroArrayView<T, TItem>(ReadOnlySpan<byte> encoded)
    where TItem : IAvroItem<T>
    where T : allows ref struct
{
    private readonly ReadOnlySpan<byte> encoded = encoded;

    public bool IsEmpty => encoded.IsEmpty || encoded[0] == 0;

    /// <summary>Counts by reading every item.</summary>
    public int Count()
    {
        var count = 0;
        foreach (var _ in this) count++;
        return count;
    }

    public Enumerator GetEnumerator() => new(encoded);

    public ref struct Enumerator
    {
        private AvroReader reader;
        private AvroBlock block;

        internal Enumerator(ReadOnlySpan<byte> encoded)
        {
            reader = AvroReader.Trusted(encoded);
            Current = default!;
        }

        public T Current { get; private set; }

        public bool MoveNext()
        {
            // A view that was never parsed has no bytes and no items.
            if (reader.Data.IsEmpty || !reader.NextItem(ref block)) return false;
            Current = TItem.Read(ref reader);
            return true;
        }
    }
}

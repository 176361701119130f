namespace Engage.Rules.Segments;

/// <summary>Values by UTF-8 name, in ordinal order of the names. For the tens of names that one player has.</summary>
internal sealed class NameTable<TValue>
{
    private byte[][] names = [];
    private TValue[] values = [];

    public int Count { get; private set; }

    public byte[] NameAt(int index) => names[index];

    public ref TValue ValueAt(int index) => ref values[index];

    /// <returns>The place of the name; where it is missing, the complement of the place it would have.</returns>
    public int Find(ReadOnlySpan<byte> name)
    {
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = names[middle].AsSpan().SequenceCompareTo(name);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    /// <param name="place">What <see cref="Find"/> returned for a missing name.</param>
    public int Insert(int place, byte[] name, TValue value)
    {
        var index = ~place;
        if (Count == names.Length)
        {
            var capacity = Math.Max(4, Count * 2);
            Array.Resize(ref names, capacity);
            Array.Resize(ref values, capacity);
        }

        Array.Copy(names, index, names, index + 1, Count - index);
        Array.Copy(values, index, values, index + 1, Count - index);
        names[index] = name;
        values[index] = value;
        Count++;
        return index;
    }

    public void RemoveAt(int index)
    {
        Count--;
        Array.Copy(names, index + 1, names, index, Count - index);
        Array.Copy(values, index + 1, values, index, Count - index);
        names[Count] = null!;
        values[Count] = default!;
    }
}

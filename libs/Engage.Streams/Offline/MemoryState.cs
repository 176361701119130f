using Engage.Streams.Ports;

namespace Engage.Streams.Offline;

/// <summary>The state of a task that outlives nothing: a sorted map in memory.</summary>
internal sealed class MemoryState : IStateStoreBackend
{
    private static readonly Comparer<byte[]> Bytewise = Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right));

    private readonly SortedSet<byte[]> keys = new(Bytewise);
    private readonly Dictionary<byte[], byte[]> values = new(BytesEquality.Instance);
    private readonly Dictionary<byte[], byte[]>.AlternateLookup<ReadOnlySpan<byte>> lookup;

    public MemoryState() => lookup = values.GetAlternateLookup<ReadOnlySpan<byte>>();

    public BorrowedValue Get(scoped ReadOnlySpan<byte> key) => lookup.TryGetValue(key, out var value) ? new BorrowedValue(value) : BorrowedValue.Missing;

    public IStoreCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        var (first, end) = (from.ToArray(), to.ToArray());
        if (keys.Count == 0 || Bytewise.Compare(first, keys.Max!) > 0) return new Cursor([]);
        return new Cursor(Pairs(keys.GetViewBetween(first, keys.Max!), end));
    }

    public void Apply(StateBatch batch, StateWrite kind)
    {
        foreach (var entry in batch)
        {
            var key = entry.Key.ToArray();
            if (entry.IsDelete)
            {
                if (values.Remove(key)) keys.Remove(key);
            }
            else
            {
                if (!values.ContainsKey(key)) keys.Add(key);
                values[key] = entry.Value.ToArray();
            }
        }
    }

    public void Flush()
    {
        // Memory is all there is.
    }

    public void Dispose()
    {
        keys.Clear();
        values.Clear();
    }

    private IEnumerable<KeyValuePair<byte[], byte[]>> Pairs(SortedSet<byte[]> range, byte[] end)
    {
        foreach (var key in range)
        {
            if (end.Length > 0 && Bytewise.Compare(key, end) >= 0) yield break;
            yield return KeyValuePair.Create(key, values[key]);
        }
    }

    private sealed class Cursor(IEnumerable<KeyValuePair<byte[], byte[]>> entries) : IStoreCursor
    {
        private readonly IEnumerator<KeyValuePair<byte[], byte[]>> walk = entries.GetEnumerator();

        public ReadOnlySpan<byte> Key => walk.Current.Key;

        public ReadOnlySpan<byte> Value => walk.Current.Value;

        public bool MoveNext() => walk.MoveNext();

        public void Dispose() => walk.Dispose();
    }

    private sealed class BytesEquality : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly BytesEquality Instance = new();

        public bool Equals(byte[]? left, byte[]? right) => left.AsSpan().SequenceEqual(right);

        public int GetHashCode(byte[] bytes) => GetHashCode(bytes.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}

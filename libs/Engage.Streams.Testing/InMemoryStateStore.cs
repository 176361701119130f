using Engage.Streams.Ports;

namespace Engage.Streams.Testing;

/// <summary>One task's committed state as a sorted list.</summary>
internal sealed class InMemoryStateStore : IStateStoreBackend
{
    private readonly SortedDictionary<byte[], byte[]> entries = new(BytewiseOrder.Instance);
    private readonly Dictionary<byte[], byte[]>.AlternateLookup<ReadOnlySpan<byte>> lookup;
    private readonly Dictionary<byte[], byte[]> index = new(BytewiseOrder.Instance);
    private bool isOpen;

    public InMemoryStateStore() => lookup = index.GetAlternateLookup<ReadOnlySpan<byte>>();

    public void Open()
    {
        if (isOpen) throw new StateStoreException(StateFault.Locked, "The in-memory store is open already.");
        isOpen = true;
    }

    public BorrowedValue Get(scoped ReadOnlySpan<byte> key) => lookup.TryGetValue(key, out var value) ? new BorrowedValue(value) : BorrowedValue.Missing;

    public IStoreCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        var (first, end) = (from.ToArray(), to.ToArray());
        return new ListCursor([.. entries
            .SkipWhile(entry => entry.Key.AsSpan().SequenceCompareTo(first) < 0)
            .TakeWhile(entry => end.Length == 0 || entry.Key.AsSpan().SequenceCompareTo(end) < 0)]);
    }

    public void Apply(StateBatch batch, StateWrite kind)
    {
        foreach (var entry in batch)
        {
            var key = entry.Key.ToArray();
            if (entry.IsDelete)
            {
                entries.Remove(key);
                index.Remove(key);
            }
            else
            {
                entries[key] = index[key] = entry.Value.ToArray();
            }
        }
    }

    public void Flush()
    {
        // Memory is all there is.
    }

    public IReadOnlyList<KeyValuePair<byte[], byte[]>> Dump() => [.. entries];

    public void Dispose() => isOpen = false;

    private sealed class ListCursor(List<KeyValuePair<byte[], byte[]>> entries) : IStoreCursor
    {
        private int position = -1;

        public ReadOnlySpan<byte> Key => entries[position].Key;

        public ReadOnlySpan<byte> Value => entries[position].Value;

        public bool MoveNext() => ++position < entries.Count;

        public void Dispose() => position = entries.Count;
    }
}

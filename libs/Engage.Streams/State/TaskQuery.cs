using Engage.Streams.Ports;
using Engage.Streams.Runtime;

namespace Engage.Streams.State;

/// <summary>Reads past the overlay.</summary>
internal sealed class TaskQuery(StreamTask task) : ITaskQuery
{
    private IStateStoreBackend Backend => task.Store?.Backend ?? throw new InvalidOperationException("A stateless worker has no state to ask.");

    public IReadOnlyList<long> Positions => task.Meta.NextInput;

    public BorrowedValue Read(Store store, scoped ReadOnlySpan<byte> key) => Backend.Get([store.Id, .. key]);

    public IStoreCursor Scan(Store store, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> after)
    {
        byte[] first = [store.Id, .. prefix];
        var end = KeyRange.EndOfPrefix(first);
        return new UnprefixedCursor(Backend.Scan(after.IsEmpty ? first : [store.Id, .. after, 0], end));
    }

    /// <summary>Hides the store's id.</summary>
    private sealed class UnprefixedCursor(IStoreCursor inner) : IStoreCursor
    {
        public ReadOnlySpan<byte> Key => inner.Key[1..];

        public ReadOnlySpan<byte> Value => inner.Value;

        public bool MoveNext() => inner.MoveNext();

        public void Dispose() => inner.Dispose();
    }
}

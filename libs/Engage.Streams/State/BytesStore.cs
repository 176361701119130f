namespace Engage.Streams.State;

/// <summary>One store of a task: puts the store's id before each key.</summary>
internal sealed class BytesStore(Store store, TaskStore task, int recordBytesMax) : IBytesStore
{
    private const int StackBytes = 256;

    public BorrowedValue Read(scoped ReadOnlySpan<byte> key)
    {
        var full = key.Length < StackBytes ? stackalloc byte[key.Length + 1] : new byte[key.Length + 1];
        return task.Read(Prefix(full, key));
    }

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.Length + value.Length > recordBytesMax)
            throw new InvalidOperationException($"A key and value of {key.Length + value.Length} bytes in store {store.Name} exceed the {recordBytesMax} that a changelog record may hold.");
        var full = key.Length < StackBytes ? stackalloc byte[key.Length + 1] : new byte[key.Length + 1];
        task.Put(Prefix(full, key), value);
    }

    public void Delete(ReadOnlySpan<byte> key)
    {
        var full = key.Length < StackBytes ? stackalloc byte[key.Length + 1] : new byte[key.Length + 1];
        task.Delete(Prefix(full, key));
    }

    public IStoreCursor Scan(ReadOnlySpan<byte> prefix)
    {
        RequireOrdered();
        var from = WithId(prefix);
        return task.Range(from, KeyRange.EndOfPrefix(from));
    }

    public IStoreCursor Range(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        RequireOrdered();
        return task.Range(WithId(from), to.IsEmpty ? [(byte)(store.Id + 1)] : WithId(to));
    }

    private Span<byte> Prefix(Span<byte> full, ReadOnlySpan<byte> key)
    {
        full[0] = store.Id;
        key.CopyTo(full[1..]);
        return full;
    }

    private byte[] WithId(ReadOnlySpan<byte> key) => [store.Id, .. key];

    private void RequireOrdered()
    {
        if (store.Access != StoreAccess.Ordered)
            throw new InvalidOperationException($"Store {store.Name} is read in key order but not declared with StoreAccess.Ordered.");
    }
}

using Engage.Streams.Ports;

namespace Engage.Streams.State;

/// <summary>The state of one task in layers: this transaction's writes, then what was committed lately, then the database. Keys here start with their store's id.</summary>
internal sealed class TaskStore
{
    private readonly ByteTable overlay = new();
    private readonly KeyOrder order;
    private readonly bool[] isOrdered = new bool[256];
    private readonly CommittedCache cache;

    public TaskStore(IEnumerable<Store> stores, int cacheBudgetBytes)
    {
        order = new KeyOrder(overlay);
        cache = new CommittedCache(cacheBudgetBytes);
        isOrdered[TimerQueue.StoreId] = true;
        foreach (var store in stores) isOrdered[store.Id] = store.Access == StoreAccess.Ordered;
    }

    /// <summary>The database; set once the task has it open.</summary>
    public IStateStoreBackend? Backend { get; set; }

    public int DirtyCount => overlay.Count;

    public int DirtyBytes => overlay.SizeBytes;

    /// <summary>Grows with every write, so that somebody can tell whether there was one.</summary>
    public long WriteCount { get; private set; }

    public CommittedCache Cache => cache;

    public BorrowedValue Read(scoped ReadOnlySpan<byte> key)
    {
        var entry = overlay.Find(key);
        if (entry >= 0) return overlay.IsAbsent(entry) ? BorrowedValue.Missing : new BorrowedValue(overlay.Value(entry));
        if (cache.TryGet(key, out var cached)) return cached;

        using (var stored = Backend!.Get(key))
        {
            if (stored.IsFound) cache.Put(key, stored.Bytes);
            else cache.PutAbsent(key);
        }

        cache.TryGet(key, out cached);
        return cached;
    }

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var count = overlay.Count;
        Written(key[0], count, overlay.Set(key, value));
    }

    public void Delete(ReadOnlySpan<byte> key)
    {
        var count = overlay.Count;
        Written(key[0], count, overlay.SetAbsent(key));
    }

    /// <summary>Keys of an ordered store from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive; empty: to the end of the database).</summary>
    public IStoreCursor Range(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to) => new MergedCursor(overlay, order, Backend!.Scan(from, to), from, to);

    /// <summary>The number-th key written since the last commit.</summary>
    public ReadOnlySpan<byte> DirtyKey(int number) => overlay.Key(number);

    public bool IsDeleted(int number) => overlay.IsAbsent(number);

    public ReadOnlySpan<byte> DirtyValue(int number) => overlay.Value(number);

    /// <summary>Adds everything written since the last commit to a batch.</summary>
    public void AddTo(StateBatch batch)
    {
        for (var number = 0; number < overlay.Count; number++)
        {
            if (overlay.IsAbsent(number)) batch.Delete(overlay.Key(number));
            else batch.Put(overlay.Key(number), overlay.Value(number));
        }
    }

    /// <summary>What was written is in the database now.</summary>
    public void Committed()
    {
        for (var number = 0; number < overlay.Count; number++)
        {
            if (overlay.IsAbsent(number)) cache.PutAbsent(overlay.Key(number));
            else cache.Put(overlay.Key(number), overlay.Value(number));
        }

        cache.Trim();
        Drop();
    }

    /// <summary>Forgets what was written since the last commit.</summary>
    public void Drop()
    {
        overlay.Clear();
        order.Clear();
    }

    /// <summary>The database was changed under the cache, by a restore.</summary>
    public void ForgetCached() => cache.Clear();

    private void Written(byte storeId, int countBefore, int entry)
    {
        WriteCount++;
        if (entry == countBefore && isOrdered[storeId]) order.Add(entry);
    }
}

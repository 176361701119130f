namespace Engage.Streams.State;

/// <summary>Committed values (and absences) that were read or written lately, in two generations: what the older one still proves useful moves to the younger.</summary>
/// <remarks>Generations change only in <see cref="Trim"/>, between transactions, so that a span lent out stays valid within one.</remarks>
internal sealed class CommittedCache(int budgetBytes)
{
    /// <summary>What an entry takes beside its bytes: its record and its share of the slots.</summary>
    private const int EntryOverheadBytes = 44;

    private ByteTable young = new();
    private ByteTable old = new();

    public long Hits { get; private set; }

    public long Misses { get; private set; }

    /// <summary>Looks a key up.</summary>
    /// <returns>False if nothing is known; else <paramref name="value"/> may be missing, which is knowledge too.</returns>
    public bool TryGet(scoped ReadOnlySpan<byte> key, out BorrowedValue value)
    {
        var entry = young.Find(key);
        if (entry < 0)
        {
            var former = old.Find(key);
            if (former >= 0) entry = old.IsAbsent(former) ? young.SetAbsent(key) : young.Set(key, old.Value(former));
        }

        if (entry < 0)
        {
            Misses++;
            value = default;
            return false;
        }

        Hits++;
        value = young.IsAbsent(entry) ? BorrowedValue.Missing : new BorrowedValue(young.Value(entry));
        return true;
    }

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => young.Set(key, value);

    public void PutAbsent(ReadOnlySpan<byte> key) => young.SetAbsent(key);

    /// <summary>Lets the older generation go if the younger has filled its half of the budget.</summary>
    public void Trim()
    {
        if (young.SizeBytes + ((long)young.Count * EntryOverheadBytes) < budgetBytes / 2) return;
        (young, old) = (old, young);
        young.Clear();
    }

    public void Clear()
    {
        young.Clear();
        old.Clear();
    }
}

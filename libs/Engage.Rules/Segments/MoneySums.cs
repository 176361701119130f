using Engage.Rules.Accumulation;

namespace Engage.Rules.Segments;

/// <summary>Sums by money field and currency, ordered by both. For the few that one event type has.</summary>
internal sealed class MoneySums
{
    private readonly List<Entry> entries = [];

    private readonly record struct Entry(byte[] Field, ulong Currency, decimal Sum);

    /// <param name="field">UTF-8; empty: the event's own amount.</param>
    public decimal Get(ReadOnlySpan<byte> field, CurrencyCode currency)
    {
        var place = Find(field, currency.Packed);
        return place < 0 ? 0 : entries[place].Sum;
    }

    /// <param name="field">UTF-8; empty: the event's own amount.</param>
    /// <param name="currency">Not none.</param>
    /// <param name="amount">Negative to take back.</param>
    /// <param name="pool">Shares the field's name.</param>
    public void Add(ReadOnlySpan<byte> field, CurrencyCode currency, decimal amount, NamePool pool)
    {
        var place = Find(field, currency.Packed);
        if (place >= 0) entries[place] = entries[place] with { Sum = Money.Add(entries[place].Sum, amount) };
        else if (amount != 0) entries.Insert(~place, new Entry(pool.Share(field), currency.Packed, amount));
    }

    public void Write(StateWriter writer)
    {
        writer.Unsigned((ulong)entries.Count);
        foreach (var entry in entries)
        {
            writer.Prefixed(entry.Field);
            writer.Unsigned(entry.Currency);
            writer.Decimal(entry.Sum);
        }
    }

    public void Read(ref StateReader reader, NamePool pool)
    {
        var count = reader.Count();
        entries.EnsureCapacity(count);
        for (var i = 0; i < count; i++) entries.Add(new Entry(pool.Share(reader.Prefixed()), reader.Unsigned(), reader.Decimal()));
    }

    private int Find(ReadOnlySpan<byte> field, ulong currency)
    {
        var (low, high) = (0, entries.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var entry = entries[middle];
            var order = entry.Field.AsSpan().SequenceCompareTo(field);
            if (order == 0) order = entry.Currency.CompareTo(currency);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }
}

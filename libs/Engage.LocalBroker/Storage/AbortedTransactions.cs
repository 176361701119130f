using System.Collections.Immutable;

namespace Engage.LocalBroker.Storage;

/// <summary>A partition's aborted transactions, ordered by marker offset. Immutable, so that readers need no lock.</summary>
internal sealed class AbortedTransactions
{
    private readonly ImmutableList<AbortedTransaction> byMarker;

    private AbortedTransactions(ImmutableList<AbortedTransaction> byMarker) => this.byMarker = byMarker;

    public static AbortedTransactions None { get; } = new([]);

    public int Count => byMarker.Count;

    /// <summary>With one more, whose marker is the newest.</summary>
    public AbortedTransactions Add(AbortedTransaction aborted) => new(byMarker.Add(aborted));

    /// <summary>Without those whose marker lies below <paramref name="logStart"/>.</summary>
    public AbortedTransactions PruneBelow(long logStart)
    {
        var first = IndexOfMarkerAtOrAfter(logStart);
        return first == 0 ? this : new AbortedTransactions(byMarker.RemoveRange(0, first));
    }

    /// <summary>Without those whose markers compaction dropped.</summary>
    public AbortedTransactions Without(IReadOnlySet<long> markerOffsets) =>
        markerOffsets.Count == 0 ? this : new AbortedTransactions(byMarker.RemoveAll(aborted => markerOffsets.Contains(aborted.MarkerOffset)));

    /// <summary>Those with data at or behind <paramref name="fetchOffset"/> and before <paramref name="end"/>, ascending by first offset.</summary>
    public List<AbortedTransaction> Between(long fetchOffset, long end)
    {
        var found = new List<AbortedTransaction>();
        for (var index = IndexOfMarkerAtOrAfter(fetchOffset); index < byMarker.Count; index++)
        {
            if (byMarker[index].FirstOffset < end) found.Add(byMarker[index]);
        }

        // kafkajs consumes the list in order, so the order is part of the protocol.
        found.Sort(static (left, right) => left.FirstOffset.CompareTo(right.FirstOffset));
        return found;
    }

    private int IndexOfMarkerAtOrAfter(long offset)
    {
        var (low, high) = (0, byMarker.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (byMarker[middle].MarkerOffset < offset) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}

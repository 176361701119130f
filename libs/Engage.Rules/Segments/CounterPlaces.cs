using Engage.Rules.Compilation;

namespace Engage.Rules.Segments;

/// <summary>The places of a player's counters whose type a leaf asks for, each once. Enumerated without allocation.</summary>
internal ref struct CounterPlaces(NameTable<EventCounter> counters, HistoryLeaf leaf)
{
    private int next;

    public int Current { get; private set; }

    public readonly CounterPlaces GetEnumerator() => this;

    public bool MoveNext()
    {
        if (leaf.HasPrefixes)
        {
            while (next < counters.Count)
            {
                Current = next++;
                if (leaf.Event.Matches(counters.NameAt(Current))) return true;
            }

            return false;
        }

        while (next < leaf.ExactTypes.Length)
        {
            Current = counters.Find(leaf.ExactTypes[next++].AsSpan());
            if (Current >= 0) return true;
        }

        return false;
    }
}

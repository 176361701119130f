namespace Engage.Rules.Triggers;

/// <summary>Items that are alive from one instant to another, found by an instant: a centred interval tree. Immutable; a look-up allocates nothing.</summary>
/// <remarks>
/// A node has the items that are alive at its centre, by their beginnings and by their ends; what ends before it and what begins behind it lies in its children. A look-up walks one path and takes
/// of each node on it the front that is alive, so that it costs what it finds and the logarithm of what there is.
/// </remarks>
internal sealed class PeriodList<T>
{
    private readonly T[] always;
    private readonly Node? root;

    /// <param name="items">Each alive in <c>[From, Until)</c>; <see cref="long.MinValue"/> and <see cref="long.MaxValue"/>: without a beginning or an end.</param>
    public PeriodList(IEnumerable<Item> items)
    {
        var all = items.ToList();
        always = [.. all.Where(item => item.IsEndless).Select(item => item.Value)];
        root = Build([.. all.Where(item => !item.IsEndless && item.From < item.Until)]);
    }

    internal readonly record struct Item(long From, long Until, T Value)
    {
        public bool IsEndless => From == long.MinValue && Until == long.MaxValue;
    }

    /// <summary>Goes through what is alive at an instant, span by span.</summary>
    public Alive At(long micros) => new(this, micros);

    private static Node? Build(List<Item> items)
    {
        if (items.Count == 0) return null;

        // Half of the ends lie on either side, so that no child has more than half of the items; the item whose end it is stays here.
        var ends = items.SelectMany(item => new[] { item.From, item.Until - 1 }).Where(end => end is not (long.MinValue or long.MaxValue - 1)).Order().ToList();
        var centre = ends[ends.Count / 2];
        var here = items.FindAll(item => item.From <= centre && centre < item.Until);
        return new Node(centre, here, Build(items.FindAll(item => item.Until <= centre)), Build(items.FindAll(item => item.From > centre)));
    }

    /// <summary>Enumerates spans of items that are alive.</summary>
    internal ref struct Alive(PeriodList<T> list, long micros)
    {
        private Node? next = list.root;
        private bool hasBegun;

        public ReadOnlySpan<T> Current { get; private set; }

        public readonly Alive GetEnumerator() => this;

        public bool MoveNext()
        {
            if (!hasBegun)
            {
                hasBegun = true;
                Current = list.always;
                return true;
            }

            if (next is not { } node) return false;
            Current = node.At(micros);
            next = micros < node.Centre ? node.Before : micros > node.Centre ? node.Behind : null;
            return true;
        }
    }

    private sealed class Node(long centre, List<Item> items, Node? before, Node? behind)
    {
        private readonly long[] froms = [.. items.Select(item => item.From).Order()];
        private readonly T[] byFrom = [.. items.OrderBy(item => item.From).Select(item => item.Value)];
        private readonly long[] untils = [.. items.Select(item => item.Until).OrderDescending()];
        private readonly T[] byUntil = [.. items.OrderByDescending(item => item.Until).Select(item => item.Value)];

        public long Centre => centre;

        public Node? Before => before;

        public Node? Behind => behind;

        public ReadOnlySpan<T> At(long micros)
        {
            var isBefore = micros < centre;
            var (low, high) = (0, froms.Length);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (isBefore ? froms[middle] <= micros : untils[middle] > micros) low = middle + 1;
                else high = middle;
            }

            return (isBefore ? byFrom : byUntil).AsSpan(0, low);
        }
    }
}

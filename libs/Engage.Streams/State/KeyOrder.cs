namespace Engage.Streams.State;

/// <summary>Keeps entries of a <see cref="ByteTable"/> in key order: a skip list over entry numbers, in two arrays.</summary>
internal sealed class KeyOrder(ByteTable table)
{
    /// <summary>With a quarter of the nodes per level, 12 levels serve some 16 million keys.</summary>
    private const int LevelMax = 12;

    private const int End = 0;

    // A node is entry number + 1; links[starts[node] + level] is its successor there. Node 0 is head and end.
    private int[] links = new int[1024];
    private int[] starts = new int[256];
    private int linkCount = LevelMax;
    private uint random = 0x2545F491;

    public void Add(int entry)
    {
        var node = entry + 1;
        var key = table.Key(entry);
        var height = RandomHeight();
        Reserve(node, height);

        Span<int> before = stackalloc int[LevelMax];
        FindBefore(key, before);
        starts[node] = linkCount;
        linkCount += height;
        for (var level = 0; level < height; level++)
        {
            ref var previous = ref Link(before[level], level);
            Link(node, level) = previous;
            previous = node;
        }
    }

    /// <summary>The first entry whose key is not below <paramref name="key"/>, or −1.</summary>
    public int First(ReadOnlySpan<byte> key)
    {
        Span<int> before = stackalloc int[LevelMax];
        FindBefore(key, before);
        return Link(before[0], 0) - 1;
    }

    /// <summary>The entry after one that was added, or −1.</summary>
    public int Next(int entry) => Link(entry + 1, 0) - 1;

    public void Clear()
    {
        links.AsSpan(0, LevelMax).Clear();
        linkCount = LevelMax;
    }

    private void FindBefore(ReadOnlySpan<byte> key, Span<int> before)
    {
        var node = 0;
        for (var level = LevelMax - 1; level >= 0; level--)
        {
            while (true)
            {
                var next = Link(node, level);
                if (next == End || table.Key(next - 1).SequenceCompareTo(key) >= 0) break;
                node = next;
            }

            before[level] = node;
        }
    }

    private ref int Link(int node, int level) => ref links[(node == 0 ? 0 : starts[node]) + level];

    private int RandomHeight()
    {
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        var height = 1;
        for (var bits = random; height < LevelMax && (bits & 3) == 0; bits >>= 2) height++;
        return height;
    }

    private void Reserve(int node, int height)
    {
        if (node >= starts.Length) Array.Resize(ref starts, Math.Max(starts.Length * 2, node + 1));
        if (linkCount + height > links.Length) Array.Resize(ref links, links.Length * 2);
    }
}

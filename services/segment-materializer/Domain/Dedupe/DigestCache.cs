namespace Engage.SegmentMaterializer.Domain.Dedupe;

/// <summary>The digests in the sealed chunks of players seen lately, so that a busy player's next event costs one look-up instead of a walk over all chunks.</summary>
/// <remarks>
/// Only says whether a chunk may hold a digest; what counts is read from the chunk. Rebuilt from the store on first use, so forgetting a player is always safe; an aborted
/// transaction ends the whole cache with its processor. One thread.
/// </remarks>
internal sealed class DigestCache(int maxDigests)
{
    private readonly Dictionary<string, LinkedListNode<Entry>> byPlayer = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> recent = new();
    private int digests;

    private sealed record Entry(string Player, HashSet<EventDigest> Digests);

    /// <summary>The player's set; null: not resident.</summary>
    public HashSet<EventDigest>? Find(ReadOnlySpan<char> player)
    {
        if (!byPlayer.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(player, out var node)) return null;
        recent.Remove(node);
        recent.AddFirst(node);
        return node.Value.Digests;
    }

    /// <summary>Keeps a set that was built from the store, making room for it.</summary>
    public void Keep(string player, HashSet<EventDigest> set)
    {
        byPlayer[player] = recent.AddFirst(new Entry(player, set));
        digests += set.Count;
        while (digests > maxDigests && recent.Last is { } oldest && oldest != recent.First) Forget(oldest.Value.Player);
    }

    /// <summary>Adds to a resident set; nothing happens for others.</summary>
    public void Add(ReadOnlySpan<char> player, List<DedupeEntry> entries)
    {
        if (!byPlayer.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(player, out var node)) return;
        foreach (var entry in entries) digests += node.Value.Digests.Add(entry.Digest) ? 1 : 0;
    }

    public void Forget(string player)
    {
        if (!byPlayer.Remove(player, out var node)) return;
        recent.Remove(node);
        digests -= node.Value.Digests.Count;
    }
}

using System.Text;
using Engage.Streams;

namespace Engage.SegmentMaterializer.Domain.Dedupe;

/// <summary>The accepted events of all players of a task: the ring in the player's row, and the chunks behind it.</summary>
/// <remarks>An entry counts only if it was ingested at or after the horizon of the event at hand: from the log alone, so a replay agrees (semantics 40). One thread.</remarks>
internal sealed class DedupeLedger(IBytesStore chunks, DigestCache cache)
{
    private readonly List<DedupeEntry> gathered = [];
    private readonly RowWriter chunk = new();

    /// <summary>The accepted event with that digest, if it was ingested at or after <paramref name="oldestIngestedAtMs"/>.</summary>
    public DedupeEntry? Find(ReadOnlySpan<byte> player, DedupeRing ring, in ChunkCounters counters, EventDigest digest, long oldestIngestedAtMs)
    {
        var entry = ring.Find(digest);
        if (entry is null && counters.Any && MayHold(player, digest)) entry = Walk(player, digest, null);
        return entry?.IngestedAtMs >= oldestIngestedAtMs ? entry : null;
    }

    /// <summary>Remembers an accepted event; seals the ring when it is full and merges small chunks when there are enough.</summary>
    public void Add(ReadOnlySpan<byte> player, DedupeRing ring, ref ChunkCounters counters, in DedupeEntry entry, long oldestIngestedAtMs)
    {
        ring.Add(entry);
        if (!ring.IsFull) return;

        gathered.Clear();
        ring.CopyTo(gathered);
        ring.Clear();
        Seal(player, ChunkCounters.SmallLevel, counters.NextSmall++);
        Span<char> name = stackalloc char[Encoding.UTF8.GetCharCount(player)];
        Encoding.UTF8.GetChars(player, name);
        cache.Add(name, gathered);
        if (counters.NextSmall - counters.FirstSmall >= DedupeChunk.MergeFactor) Merge(player, ref counters, oldestIngestedAtMs);
    }

    /// <summary>Puts <paramref name="changed"/> in the place of the entry with its digest.</summary>
    public void Replace(ReadOnlySpan<byte> player, DedupeRing ring, DedupeEntry changed)
    {
        if (!ring.Replace(changed)) Walk(player, changed.Digest, changed);
    }

    /// <summary>Deletes all chunks of a player.</summary>
    public void Erase(ReadOnlySpan<byte> player)
    {
        cache.Forget(Encoding.UTF8.GetString(player));
        Span<byte> prefix = stackalloc byte[ChunkKey.PrefixBytes(player.Length)];
        ChunkKey.WritePrefix(prefix, player);
        using var cursor = chunks.Scan(prefix);
        while (cursor.MoveNext()) chunks.Delete(cursor.Key);
    }

    /// <summary>Everything known of a player, for what outlives an erasure.</summary>
    public void CopyTo(ReadOnlySpan<byte> player, DedupeRing ring, in ChunkCounters counters, List<DedupeEntry> into, long oldestIngestedAtMs)
    {
        gathered.Clear();
        ring.CopyTo(gathered);
        foreach (var entry in gathered)
        {
            if (entry.IngestedAtMs >= oldestIngestedAtMs) into.Add(entry);
        }

        if (!counters.Any) return;
        Span<byte> prefix = stackalloc byte[ChunkKey.PrefixBytes(player.Length)];
        ChunkKey.WritePrefix(prefix, player);
        using var cursor = chunks.Scan(prefix);
        while (cursor.MoveNext()) DedupeChunk.CopyTo(cursor.Value, into, oldestIngestedAtMs);
    }

    private bool MayHold(ReadOnlySpan<byte> player, EventDigest digest)
    {
        Span<char> name = stackalloc char[Encoding.UTF8.GetCharCount(player)];
        Encoding.UTF8.GetChars(player, name);
        return (cache.Find(name) ?? Load(player, new string(name))).Contains(digest);
    }

    private HashSet<EventDigest> Load(ReadOnlySpan<byte> player, string name)
    {
        var set = new HashSet<EventDigest>();
        Span<byte> prefix = stackalloc byte[ChunkKey.PrefixBytes(player.Length)];
        ChunkKey.WritePrefix(prefix, player);
        using var cursor = chunks.Scan(prefix);
        while (cursor.MoveNext())
        {
            var known = cursor.Value;
            for (var i = 0; i < DedupeChunk.Count(known); i++) set.Add(DedupeChunk.DigestAt(known, i));
        }

        cache.Keep(name, set);
        return set;
    }

    /// <summary>Finds an entry in the chunks, and replaces it if <paramref name="changed"/> is given.</summary>
    private DedupeEntry? Walk(ReadOnlySpan<byte> player, EventDigest digest, DedupeEntry? changed)
    {
        Span<byte> prefix = stackalloc byte[ChunkKey.PrefixBytes(player.Length)];
        ChunkKey.WritePrefix(prefix, player);
        byte[]? key = null;
        DedupeEntry? newest = null;
        using (var cursor = chunks.Scan(prefix))
        {
            while (cursor.MoveNext())
            {
                // After its horizon an event may be accepted again, so a digest can stand in two chunks: the younger one counts.
                if (DedupeChunk.Find(cursor.Value, digest) is not { } entry || entry.IngestedAtMs < newest?.IngestedAtMs) continue;
                (newest, key) = (entry, cursor.Key.ToArray());
            }
        }

        if (changed is { } replacing && key is not null) Rewrite(key, replacing);
        return newest;
    }

    private void Rewrite(byte[] key, DedupeEntry changed)
    {
        gathered.Clear();
        using (var value = chunks.Read(key)) DedupeChunk.CopyTo(value.Bytes, gathered, long.MinValue);
        gathered[gathered.FindIndex(entry => entry.Digest == changed.Digest)] = changed;
        DedupeChunk.Seal(gathered, chunk);
        chunks.Put(key, chunk.Written);
    }

    /// <summary>Small chunks become one large one; large ones that lie wholly before the horizon go.</summary>
    private void Merge(ReadOnlySpan<byte> player, ref ChunkCounters counters, long oldestIngestedAtMs)
    {
        gathered.Clear();
        Span<byte> key = stackalloc byte[ChunkKey.SizeBytes(player.Length)];
        for (; counters.FirstSmall < counters.NextSmall; counters.FirstSmall++)
        {
            ChunkKey.Write(key, player, ChunkCounters.SmallLevel, counters.FirstSmall);
            using (var value = chunks.Read(key)) DedupeChunk.CopyTo(value.Bytes, gathered, oldestIngestedAtMs);
            chunks.Delete(key);
        }

        if (gathered.Count > 0) Seal(player, ChunkCounters.LargeLevel, counters.NextLarge++);
        while (counters.FirstLarge < counters.NextLarge && IsOutdated(player, counters.FirstLarge, oldestIngestedAtMs))
        {
            ChunkKey.Write(key, player, ChunkCounters.LargeLevel, counters.FirstLarge++);
            chunks.Delete(key);
            cache.Forget(Encoding.UTF8.GetString(player));
        }
    }

    private bool IsOutdated(ReadOnlySpan<byte> player, uint number, long oldestIngestedAtMs)
    {
        Span<byte> key = stackalloc byte[ChunkKey.SizeBytes(player.Length)];
        ChunkKey.Write(key, player, ChunkCounters.LargeLevel, number);
        using var value = chunks.Read(key);
        return value.IsMissing || DedupeChunk.NewestIngestedAtMs(value.Bytes) < oldestIngestedAtMs;
    }

    /// <summary>Seals what was gathered.</summary>
    private void Seal(ReadOnlySpan<byte> player, byte level, uint number)
    {
        DedupeChunk.Seal(gathered, chunk);
        Span<byte> key = stackalloc byte[ChunkKey.SizeBytes(player.Length)];
        ChunkKey.Write(key, player, level, number);
        chunks.Put(key, chunk.Written);
    }
}

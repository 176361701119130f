using System.Buffers.Binary;
using Engage.Rules.Identity;
using Engage.SegmentMaterializer.Domain;
using Engage.SegmentMaterializer.Domain.Dedupe;
using Engage.Streams;

namespace Engage.SegmentMaterializer;

/// <summary>What is remembered of erased players: the digests of their events, under a keyed hash of the id, until the dedupe horizon (semantics 47).</summary>
internal sealed class ErasedDigests(IBytesStore store, KeyedDigests digests)
{
    private const int KeyBytes = 16;

    private readonly RowWriter chunk = new();

    public bool Knows(ReadOnlySpan<byte> player)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        WriteKey(player, key);
        using var value = store.Read(key);
        return value.IsFound;
    }

    /// <summary>Whether an event with that digest was accepted before the erasure, at or after <paramref name="oldestIngestedAtMs"/>.</summary>
    public bool Contains(ReadOnlySpan<byte> player, EventDigest digest, long oldestIngestedAtMs)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        WriteKey(player, key);
        using var value = store.Read(key);
        return value.IsFound && DedupeChunk.Find(value.Bytes, digest)?.IngestedAtMs >= oldestIngestedAtMs;
    }

    /// <summary>Keeps the digests alone: times, amounts and currencies of an erased player go.</summary>
    public void Keep(ReadOnlySpan<byte> player, IEnumerable<DedupeEntry> entries, long oldestIngestedAtMs)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        WriteKey(player, key);
        var kept = new List<DedupeEntry>();
        using (var value = store.Read(key))
        {
            if (value.IsFound) DedupeChunk.CopyTo(value.Bytes, kept, oldestIngestedAtMs);
        }

        kept.AddRange(entries.Select(entry => new DedupeEntry(entry.Digest, entry.IngestedAtMs, Position: 0, JudgedAtMicros: entry.IngestedAtMs * 1000)));
        DedupeChunk.Seal([.. kept.DistinctBy(entry => entry.Digest)], chunk);
        store.Put(key, chunk.Written);
    }

    /// <summary>Drops what no event from now on can repeat any more.</summary>
    /// <param name="oldestIngestedAtMs">By the log's own time, never by a clock: what is dropped must not be asked for again.</param>
    /// <returns>False: something is left.</returns>
    public bool Expire(ReadOnlySpan<byte> player, long oldestIngestedAtMs)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        WriteKey(player, key);
        var kept = new List<DedupeEntry>();
        using (var value = store.Read(key))
        {
            if (value.IsMissing) return true;
            DedupeChunk.CopyTo(value.Bytes, kept, oldestIngestedAtMs);
        }

        if (kept.Count == 0)
        {
            store.Delete(key);
            return true;
        }

        DedupeChunk.Seal(kept, chunk);
        store.Put(key, chunk.Written);
        return false;
    }

    private void WriteKey(ReadOnlySpan<byte> player, Span<byte> key) => BinaryPrimitives.WriteUInt128BigEndian(key, digests.OfPlayer(player));
}

using System.Buffers.Binary;
using Engage.Rules.Decisions;
using Engage.Rules.Identity;
using Engage.Streams;

namespace Engage.Accumulator;

/// <summary>Which rules executed for players who were erased, under a keyed hash of the id, so that a lifetime reward is not earned twice by erasing oneself (semantics 47).</summary>
internal sealed class LifetimeBits(IBytesStore store, KeyedDigests digests)
{
    private const int KeyBytes = 16;

    /// <summary>Keeps the rules that executed, beside those kept at an earlier erasure.</summary>
    public void Keep(ReadOnlySpan<byte> player, IEnumerable<ProgressRow> rows)
    {
        var rules = new SortedSet<RuleKey>();
        foreach (var row in rows)
        {
            foreach (var (rule, progress) in row)
            {
                if (progress.Executed) rules.Add(rule);
            }
        }

        Span<byte> key = stackalloc byte[KeyBytes];
        WriteKey(player, key);
        using (var before = store.Read(key))
        {
            for (var rest = before.Bytes; !rest.IsEmpty; rest = rest[RuleKey.SizeBytes..]) rules.Add(new RuleKey(BinaryPrimitives.ReadUInt64BigEndian(rest)));
        }

        if (rules.Count == 0) return;

        var value = new byte[rules.Count * RuleKey.SizeBytes];
        var at = 0;
        foreach (var rule in rules) BinaryPrimitives.WriteUInt64BigEndian(value.AsSpan(RuleKey.SizeBytes * at++), rule.Value);
        store.Put(key, value);
    }

    /// <summary>Tells a player who is new, or back after an erasure, what has executed before.</summary>
    /// <returns>True if anything has.</returns>
    public bool Restore(ReadOnlySpan<byte> player, ProgressRow progress)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        WriteKey(player, key);
        using var value = store.Read(key);
        for (var rest = value.Bytes; !rest.IsEmpty; rest = rest[RuleKey.SizeBytes..])
            progress.Set(new RuleKey(BinaryPrimitives.ReadUInt64BigEndian(rest)), new RuleProgress { Executed = true });
        return value.IsFound;
    }

    private void WriteKey(ReadOnlySpan<byte> player, Span<byte> key) => BinaryPrimitives.WriteUInt128BigEndian(key, digests.OfPlayer(player));
}

using System.Text;
using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.Rules.Facts;

namespace Engage.Rules.Triggers;

/// <summary>Entries by event type: exact ones by a hash, prefixes by a hash per distinct length.</summary>
internal sealed class TypeIndex
{
    private readonly Dictionary<byte[], SegmentIndex> exact;
    private readonly Dictionary<byte[], SegmentIndex> prefixes;
    private readonly int[] prefixLengths;
    private readonly SegmentIndex? everything;

    public TypeIndex(IEnumerable<TriggerEntry> entries)
    {
        var all = entries.ToArray();
        exact = Group(all, entry => entry.Event.Exact);
        prefixes = Group(all, entry => entry.Event.Prefixes);
        prefixLengths = [.. prefixes.Keys.Select(prefix => prefix.Length).Distinct().Order()];
        var wild = all.Where(entry => entry.Event.IsEverything).ToArray();
        everything = wild.Length == 0 ? null : new SegmentIndex(wild);
    }

    /// <param name="roleOf">How an entry's role shows in the matches.</param>
    public void Find<TEvent>(in TEvent facts, ReadOnlySpan<byte> membership, long judgedAtMicros, RuleMatches matches, Func<FiringRoles, FiringRoles> roleOf)
        where TEvent : IEventFacts, allows ref struct
    {
        var type = facts.Type;
        if (type.StartsWith("engage."u8)) return;

        if (exact.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(type, out var group)) group.Find(facts, membership, judgedAtMicros, matches, roleOf);

        var byPrefix = prefixes.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (var length in prefixLengths)
        {
            if (length > type.Length) break;
            if (byPrefix.TryGetValue(type[..length], out group)) group.Find(facts, membership, judgedAtMicros, matches, roleOf);
        }

        if (everything is not null && !type.SequenceEqual("player.updated"u8) && !type.StartsWith("tag."u8)) everything.Find(facts, membership, judgedAtMicros, matches, roleOf);
    }

    private static Dictionary<byte[], SegmentIndex> Group(TriggerEntry[] entries, Func<TriggerEntry, IEnumerable<string>> keysOf) =>
        entries
            .SelectMany(entry => keysOf(entry).Select(key => (Key: key, Entry: entry)))
            .GroupBy(pair => pair.Key, pair => pair.Entry, StringComparer.Ordinal)
            .ToDictionary(group => Encoding.UTF8.GetBytes(group.Key), group => new SegmentIndex([.. group]), Utf8Comparer.Instance);
}

using System.Numerics;
using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.Rules.Facts;

namespace Engage.Rules.Triggers;

/// <summary>Entries of one event type by their rule's segment: only those of segments that the player is in are looked at.</summary>
internal sealed class SegmentIndex
{
    private readonly ConditionIndex? everyone;
    private readonly byte[] mask;
    private readonly ConditionIndex?[] bySegment;

    public SegmentIndex(TriggerEntry[] entries)
    {
        var open = entries.Where(entry => entry.Rule.SegmentIndex == LiveRule.Everyone).ToArray();
        everyone = open.Length == 0 ? null : new ConditionIndex(open);

        var gated = entries.Where(entry => entry.Rule.SegmentIndex >= 0).ToLookup(entry => entry.Rule.SegmentIndex);
        var count = gated.Count == 0 ? 0 : gated.Max(group => group.Key) + 1;
        mask = new byte[(count + 7) / 8];
        bySegment = new ConditionIndex?[count];
        foreach (var group in gated)
        {
            mask[group.Key / 8] |= (byte)(1 << (group.Key % 8));
            bySegment[group.Key] = new ConditionIndex([.. group]);
        }
    }

    public void Find<TEvent>(in TEvent facts, ReadOnlySpan<byte> membership, long judgedAtMicros, RuleMatches matches, Func<FiringRoles, FiringRoles> roleOf)
        where TEvent : IEventFacts, allows ref struct
    {
        everyone?.Find(facts, judgedAtMicros, matches, roleOf);

        var length = Math.Min(mask.Length, membership.Length);
        for (var i = 0; i < length; i++)
        {
            for (var bits = (uint)(mask[i] & membership[i]); bits != 0; bits &= bits - 1)
            {
                bySegment[(i * 8) + BitOperations.TrailingZeroCount(bits)]!.Find(facts, judgedAtMicros, matches, roleOf);
            }
        }
    }
}

using Engage.Rules.Compilation;

namespace Engage.Rules.Segments;

/// <summary>The step of a player's memberships from one set of definitions to a later one.</summary>
internal sealed class DefinitionChange(DefinitionSet before, DefinitionSet after, StreamStarts starts)
{
    /// <summary>Carries memberships over by segment id, reports segments that are gone, and judges the new and edited ones as of the marker.</summary>
    public void Apply(PlayerState state, MembershipUpdate update, JudgeInstant now, List<MembershipChange> changes)
    {
        var marker = Math.Max(state.JudgedAtMicros == long.MinValue ? starts.Latest.IngestedAtMicros : state.JudgedAtMicros, starts.Latest.IngestedAtMicros);
        var changed = after.Segments.MaskOf(segment => !IsUnchanged(segment));
        var kept = Unchanged(changed);

        state.Membership = CarryOver(state.Membership, marker, changes);
        state.DefinitionsOffset = after.Offset;
        update.PassTime(state, new JudgeInstant(Math.Min(marker, now.JudgedAtMicros), now.IngestedAtMicros), Common(after.Segments.TimedMask, kept), Common(after.Segments.BeforeMask, kept), changes);

        state.NextKnownMicros = long.MaxValue;
        state.NextChangeMicros = long.MaxValue;
        var at = new JudgeInstant(Math.Max(state.JudgedAtMicros, Math.Min(marker, now.JudgedAtMicros)), now.IngestedAtMicros);
        update.Evaluate(state, at, after.Segments.MaskOf(static _ => true), marker, MembershipCause.Definition, changes);
    }

    private bool IsUnchanged(CompiledSegment segment)
    {
        var index = before.Segments.IndexOf(segment.Id);
        return index >= 0 && before.Segments.Segments[index].Version.Version == segment.Version.Version;
    }

    private ulong[] CarryOver(ulong[] membership, long marker, List<MembershipChange> changes)
    {
        var carried = new ulong[after.Segments.WordCount];
        foreach (var segment in before.Segments.Segments)
        {
            if (!MembershipBits.Get(membership, segment.Index)) continue;
            var index = after.Segments.IndexOf(segment.Id);
            if (index >= 0) MembershipBits.Set(carried, index, value: true);
            else changes.Add(new MembershipChange(segment.Id, segment.Version.Version, Entered: false, marker, MembershipCause.Definition));
        }

        return carried;
    }

    private ulong[] Unchanged(ulong[] changed)
    {
        var unchanged = after.Segments.MaskOf(static _ => true);
        for (var i = 0; i < unchanged.Length; i++) unchanged[i] &= ~changed[i];
        return unchanged;
    }

    private static ulong[] Common(ulong[] left, ulong[] right) => [.. left.Zip(right, (l, r) => l & r)];
}

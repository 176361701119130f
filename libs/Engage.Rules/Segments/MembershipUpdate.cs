using Engage.Rules.Compilation;
using Engage.Rules.Facts;

namespace Engage.Rules.Segments;

/// <summary>Judges segments of a player's state and notes what changed. Not thread-safe.</summary>
internal sealed class MembershipUpdate(DefinitionSet definitions, StreamStarts starts)
{
    private readonly SegmentTable segments = definitions.Segments;
    private readonly ulong[] timed = new ulong[definitions.Segments.WordCount];

    /// <summary>Judges the marked segments at an instant, notes changes, and when the clock changes one of them next.</summary>
    public void Evaluate(PlayerState state, JudgeInstant at, ReadOnlySpan<ulong> mask, long effectiveAtMicros, MembershipCause cause, List<MembershipChange> changes)
    {
        StreamBinding.Bind(state, definitions.Needs, starts);
        state.JudgedAtMicros = at.JudgedAtMicros;
        var facts = new PlayerFacts(state, starts, at, state.Membership);
        foreach (var index in segments.Order)
        {
            if (!MembershipBits.Get(mask, index)) continue;

            var segment = segments.Segments[index];
            var isMember = PlayerConditions.Evaluate(segment.Condition, facts) == Verdict.Yes;
            if (isMember != MembershipBits.Get(state.Membership, index))
            {
                MembershipBits.Set(state.Membership, index, isMember);
                changes.Add(new MembershipChange(segment.Id, segment.Version.Version, isMember, effectiveAtMicros, cause));
            }

            NoteTimers(state, segment, facts);
        }
    }

    /// <summary>Judges every segment at an instant into <paramref name="membership"/> and leaves the state as it is.</summary>
    public void EvaluateInto(PlayerState state, JudgeInstant at, ulong[] membership)
    {
        Array.Clear(membership);
        var facts = new PlayerFacts(state, starts, at, membership);
        foreach (var index in segments.Order)
        {
            if (PlayerConditions.Evaluate(segments.Segments[index].Condition, facts) == Verdict.Yes) MembershipBits.Set(membership, index, value: true);
        }
    }

    /// <summary>Windows that were building and became known by arrival up to <paramref name="now"/>.</summary>
    public void PassKnown(PlayerState state, JudgeInstant now, List<MembershipChange> changes)
    {
        while (state.NextKnownMicros <= now.IngestedAtMicros)
        {
            var known = state.NextKnownMicros;
            state.NextKnownMicros = long.MaxValue;
            var at = new JudgeInstant(Math.Max(state.JudgedAtMicros, Math.Min(known, now.JudgedAtMicros)), known);
            Evaluate(state, at, segments.WindowMask, at.JudgedAtMicros, MembershipCause.Clock, changes);
        }
    }

    /// <summary>Windows and recencies that ran out up to <paramref name="now"/>, instant by instant.</summary>
    /// <param name="mayChange">Segments that the clock may change.</param>
    /// <param name="before">Segments that left the event judged last out, and no longer do.</param>
    public void PassTime(PlayerState state, JudgeInstant now, ulong[] mayChange, ulong[] before, List<MembershipChange> changes)
    {
        for (var i = 0; i < timed.Length; i++) timed[i] = mayChange[i] | before[i];

        // Every round lies behind the one before it, and a leaf has only so many instants at which its verdict changes.
        while (state.NextChangeMicros <= now.JudgedAtMicros)
        {
            var instant = Math.Max(state.JudgedAtMicros, state.NextChangeMicros);
            state.NextChangeMicros = long.MaxValue;
            Evaluate(state, new JudgeInstant(instant, now.IngestedAtMicros), timed, instant, MembershipCause.Clock, changes);
        }

        state.JudgedAtMicros = Math.Max(state.JudgedAtMicros, now.JudgedAtMicros);
    }

    private static void NoteTimers(PlayerState state, CompiledSegment segment, in PlayerFacts facts)
    {
        foreach (var leaf in segment.Traits.TimedLeaves)
        {
            if (facts.NextFlip(leaf) is { } flip) state.NextChangeMicros = Math.Min(state.NextChangeMicros, flip);
            if (facts.KnownAt(leaf.Leaf!) is { } known) state.NextKnownMicros = Math.Min(state.NextKnownMicros, known);
        }
    }
}

using Engage.Rules.Compilation;
using Engage.Rules.Facts;

namespace Engage.Rules.Segments;

/// <summary>
/// Counts events into players' states and judges their segments by one set of definitions (semantics 6 to 8, 11). One per task and set; not
/// thread-safe. What it stamps on an event depends on the log alone, never on when <see cref="Advance"/> was called.
/// </summary>
/// <remarks>
/// Per event: <see cref="Advance"/> to its instant, change what is known of the player, <see cref="Count"/> or <see cref="TakeBack"/>, then
/// <see cref="Judge"/>. Only the segments that the event can touch are judged, unless it lies behind what was judged before.
/// </remarks>
public sealed class SegmentJudge
{
    private readonly SegmentTable segments;
    private readonly TypeEffectsCache effects;
    private readonly MembershipUpdate update;
    private readonly ulong[] mask;
    private readonly ulong[] scratch;
    private readonly ulong[] everySegment;

    /// <param name="definitions">The set in force.</param>
    /// <param name="starts">As of the marker that put it in force.</param>
    public SegmentJudge(DefinitionSet definitions, StreamStarts starts)
    {
        Definitions = definitions;
        Starts = starts;
        segments = definitions.Segments;
        effects = new TypeEffectsCache(definitions);
        update = new MembershipUpdate(definitions, starts);
        mask = new ulong[segments.WordCount];
        scratch = new ulong[segments.WordCount];
        everySegment = segments.MaskOf(static _ => true);
    }

    public DefinitionSet Definitions { get; }

    public StreamStarts Starts { get; }

    /// <summary>Lets time pass for a player: what windows, recencies and new definitions changed up to <paramref name="now"/>, each with its own instant.</summary>
    /// <param name="previous">The definitions that the state was last judged by; asked for only where they are others than these.</param>
    /// <param name="changes">Appended to.</param>
    public void Advance(PlayerState state, JudgeInstant now, Func<long, DefinitionSet> previous, List<MembershipChange> changes)
    {
        state.EndEvent();
        if (state.DefinitionsOffset != Definitions.Offset) Rebase(state, now, previous, changes);

        update.PassKnown(state, now, changes);
        var current = now with { JudgedAtMicros = Math.Max(now.JudgedAtMicros, state.JudgedAtMicros) };
        update.PassTime(state, current, segments.TimedMask, segments.BeforeMask, changes);
    }

    /// <summary>The player leaves every segment that it was judged to be in last: nobody is told twice that it left one. <see cref="Advance"/> first.</summary>
    /// <param name="changes">Appended to.</param>
    public void Leave(PlayerState state, long effectiveAtMicros, List<MembershipChange> changes)
    {
        if (state.DefinitionsOffset is null) return; // Never judged.
        foreach (var segment in segments.Segments)
        {
            if (!MembershipBits.Get(state.Membership, segment.Index)) continue;
            changes.Add(new MembershipChange(segment.Id, segment.Version.Version, Entered: false, effectiveAtMicros, MembershipCause.Event));
        }
    }

    /// <summary>Counts an event at its judge time. Not for the engine's own records, derived events and reversals.</summary>
    public void Count<TEvent>(PlayerState state, in TEvent facts, long judgedAtMicros, ClockEffect clock)
        where TEvent : ICountedEventFacts, allows ref struct
    {
        if (clock == ClockEffect.Moves) state.MoveClock(judgedAtMicros);
        StreamBinding.Bind(state, Definitions.Needs, Starts);
        EventCounting.Count(state, facts, effects.Of(facts.Type).Streams, Starts, judgedAtMicros);
    }

    /// <summary>Takes back what a reversal takes (semantics 18).</summary>
    /// <param name="facts">Type, amounts and currency of the original; source, attributes and rate of the reversal.</param>
    public void TakeBack<TEvent>(PlayerState state, in TEvent facts, TakenBack taken)
        where TEvent : IEventFacts, allows ref struct
    {
        StreamBinding.Bind(state, Definitions.Needs, Starts);
        EventCounting.TakeBack(state, facts, effects.Of(facts.Type).Streams, Starts, taken);
    }

    /// <summary>Judges the player's segments as of an event and including it (semantics 11).</summary>
    /// <param name="at">The event's instant.</param>
    /// <param name="previous">As for <see cref="Advance"/>.</param>
    /// <param name="membership">Takes the memberships at <paramref name="at"/>; at least <see cref="MembershipBits.SizeOf"/> bytes.</param>
    /// <param name="changes">Appended to: what the event changed.</param>
    /// <returns>Bytes of <paramref name="membership"/> that were written; the ones behind them are zeros.</returns>
    public int Judge(PlayerState state, JudgeInstant at, Func<long, DefinitionSet> previous, Span<byte> membership, List<MembershipChange> changes)
    {
        if (state.DefinitionsOffset is not null && state.DefinitionsOffset != Definitions.Offset) Rebase(state, at, previous, changes);
        var isBehind = at.JudgedAtMicros < state.JudgedAtMicros;
        var current = isBehind ? at with { JudgedAtMicros = state.JudgedAtMicros } : at;

        SetMask(state);
        if (state.DefinitionsOffset is null) Begin(state);
        update.Evaluate(state, current, mask, current.JudgedAtMicros, MembershipCause.Event, changes);
        if (MembershipBits.AnyCommon(mask, segments.BeforeMask)) state.NextChangeMicros = Math.Min(state.NextChangeMicros, current.JudgedAtMicros);
        state.KnowledgeChanged = false;

        if (!isBehind) return MembershipBits.Write(state.Membership, membership[..MembershipBits.SizeOf(segments.Segments.Length)]);
        update.EvaluateInto(state, at, scratch);
        return MembershipBits.Write(scratch, membership[..MembershipBits.SizeOf(segments.Segments.Length)]);
    }

    /// <summary>The memberships at any instant not more than 72 h behind the clock, with no event in hand. Changes nothing that is kept.</summary>
    /// <param name="membership">At least <see cref="MembershipBits.SizeOf"/> bytes.</param>
    /// <returns>Bytes of <paramref name="membership"/> that were written; the ones behind them are zeros.</returns>
    public int Evaluate(PlayerState state, JudgeInstant at, Span<byte> membership)
    {
        EvaluateOutsideEvents(state, at);
        return MembershipBits.Write(scratch, membership[..MembershipBits.SizeOf(segments.Segments.Length)]);
    }

    /// <summary>True if the player is in the rule's segment and meets its extra conditions at an instant (semantics 31, 32).</summary>
    public bool IsInAudience(PlayerState state, LiveRule rule, JudgeInstant at)
    {
        EvaluateOutsideEvents(state, at);
        var isMember = rule.SegmentIndex == LiveRule.Everyone || (rule.SegmentIndex >= 0 && MembershipBits.Get(scratch, rule.SegmentIndex));
        return isMember && PlayerConditions.Holds(rule.ExtraConditions, new PlayerFacts(state, Starts, at, scratch));
    }

    /// <summary>Why the player is or is not in a segment at an instant; null: no such active segment.</summary>
    public Explanation? Explain(PlayerState state, string segmentId, JudgeInstant at)
    {
        var index = segments.IndexOf(segmentId);
        if (index < 0) return null;

        EvaluateOutsideEvents(state, at);
        return PlayerConditions.Explain(segments.Segments[index].Condition, new PlayerFacts(state, Starts, at, scratch), segments.Segments);
    }

    /// <summary>Why the player is or is not in a segment as of the event that <see cref="Judge"/> was called for last; null: no such active segment.</summary>
    public Explanation? ExplainEvent(PlayerState state, string segmentId, JudgeInstant at)
    {
        var index = segments.IndexOf(segmentId);
        if (index < 0) return null;

        update.EvaluateInto(state, at, scratch);
        return PlayerConditions.Explain(segments.Segments[index].Condition, new PlayerFacts(state, Starts, at, scratch), segments.Segments);
    }

    private void EvaluateOutsideEvents(PlayerState state, JudgeInstant at)
    {
        state.EndEvent();
        StreamBinding.Bind(state, Definitions.Needs, Starts);
        update.EvaluateInto(state, at, scratch);
    }

    private void Rebase(PlayerState state, JudgeInstant now, Func<long, DefinitionSet> previous, List<MembershipChange> changes)
    {
        if (state.DefinitionsOffset is not { } offset) return; // Never judged: the first event judges everything.

        StreamBinding.Bind(state, Definitions.Needs, Starts);
        new DefinitionChange(previous(offset), Definitions, Starts).Apply(state, update, now, changes);
    }

    /// <summary>The first judgement of a player begins with nothing held and looks at every segment.</summary>
    private void Begin(PlayerState state)
    {
        StreamBinding.Bind(state, Definitions.Needs, Starts);
        state.DefinitionsOffset = Definitions.Offset;
        state.Membership = new ulong[segments.WordCount];
        everySegment.CopyTo(mask, 0);
    }

    private void SetMask(PlayerState state)
    {
        Array.Clear(mask);
        if (!state.EventInHand.IsEmpty) Add(effects.Of(state.EventInHand.Type).SegmentMask);
        if (state.KnowledgeChanged) Add(segments.KnowledgeMask);
    }

    private void Add(ulong[] further)
    {
        for (var i = 0; i < mask.Length; i++) mask[i] |= further[i];
    }
}

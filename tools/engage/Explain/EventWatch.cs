using Engage.Rules.Compilation;
using Engage.Rules.Segments;
using Engage.SegmentMaterializer;

namespace Engage.Cli.Explain;

/// <summary>Notes what the materializer did with one record, and why the player is or is not in one rule's segment.</summary>
internal sealed class EventWatch(string ruleId) : IWatchEvents
{
    public bool IsRepeat { get; private set; }

    public bool IsUnmatchedReversal { get; private set; }

    /// <summary>Of the rule's segment as of the record; null: everyone, or no such rule or segment in force.</summary>
    public Explanation? Segment { get; private set; }

    public void Clear() => (IsRepeat, IsUnmatchedReversal, Segment) = (false, false, null);

    public void Repeated() => IsRepeat = true;

    public void ReversalUnmatched() => IsUnmatchedReversal = true;

    public void Judged(SegmentJudge judge, PlayerState state, JudgeInstant at)
    {
        if (judge.Definitions.FindLive(ruleId) is { SegmentIndex: >= 0 } live) Segment = judge.ExplainEvent(state, live.Compiled.Rule.SegmentId, at);
    }

    public void Reached(SegmentJudge judge, PlayerState state, JudgeInstant at, LiveRule? rule)
    {
        if (rule is { SegmentIndex: >= 0 } live && live.Id == ruleId) Segment = judge.Explain(state, live.Compiled.Rule.SegmentId, at);
    }
}

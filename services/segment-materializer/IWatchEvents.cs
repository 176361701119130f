using Engage.Rules.Compilation;
using Engage.Rules.Segments;

namespace Engage.SegmentMaterializer;

/// <summary>Is told what became of each event, for questions that are asked later over the retained log (semantics 45). Absent in a worker.</summary>
internal interface IWatchEvents
{
    /// <summary>The event was accepted before and changed nothing.</summary>
    void Repeated();

    /// <summary>A reversal found no original, or nothing left to take.</summary>
    void ReversalUnmatched();

    /// <summary>The player's segments have been judged as of the event.</summary>
    /// <param name="state">As of the event; valid during the call.</param>
    /// <param name="at">The event's instant.</param>
    void Judged(SegmentJudge judge, PlayerState state, JudgeInstant at);

    /// <summary>A scheduled player is passed on.</summary>
    /// <param name="rule">The run's rule; null: not live.</param>
    void Reached(SegmentJudge judge, PlayerState state, JudgeInstant at, LiveRule? rule);
}

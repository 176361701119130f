namespace Engage.Rules.Decisions;

/// <summary>One question that is asked before an event meets a rule, and its answer (semantics 45).</summary>
/// <param name="Name">What is asked about: <c>definitions</c>, <c>status</c>, <c>backfill</c>, <c>depth</c>, <c>type</c>, <c>period</c>, <c>segment</c>, <c>conditions</c>.</param>
/// <param name="Reason">The reason for the refusal where it does not hold.</param>
/// <param name="Detail">What was found, for people.</param>
public sealed record MatchGate(string Name, DecisionReason Reason, bool Holds, string Detail);

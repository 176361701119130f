namespace Engage.Rules.Definitions;

/// <summary>The event that must happen before a rule's events count (semantics 24 to 27).</summary>
/// <param name="Where">Tests the event only; absent: any event of these types.</param>
/// <param name="PeriodMicros">Elapsed microseconds that it stays valid, above 0; null: it never expires.</param>
/// <param name="Iterations">Executions until it is used up, from 1; null: unlimited.</param>
public sealed record Qualification(EventPattern Event, Condition? Where, long? PeriodMicros, int? Iterations, RequalifyPolicy Requalify);

namespace Engage.Rules.Definitions;

/// <summary>The event types that fire a rule, and what else must hold of the event (semantics 2).</summary>
/// <param name="Where">Tests the event only; absent: any event of these types.</param>
/// <param name="Reversals">Whether the rule fires on events or on what takes events back (semantics 18).</param>
public sealed record Trigger(EventPattern Event, Condition? Where, TriggerReversals Reversals);

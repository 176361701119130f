namespace Engage.Sandbox.Faults;

/// <summary>A fault that matching requests meet instead of, or on top of, the provider's normal behaviour.</summary>
/// <param name="Match">Which requests; null matches all.</param>
/// <param name="Effect">What happens to them.</param>
/// <param name="Probability">Share of matching requests that are hit, 0–1; absent means all.</param>
/// <param name="Count">Requests hit before the rule is spent; absent means without end.</param>
public sealed record FaultRule(FaultMatch? Match, FaultEffect Effect, double? Probability = null, int? Count = null);

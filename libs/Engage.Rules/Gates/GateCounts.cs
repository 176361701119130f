using System.Collections.Immutable;

namespace Engage.Rules.Gates;

/// <summary>What was sent before, counted in the windows of the policy in force; as of now, this message excluded.</summary>
/// <param name="PerCap">For each of the policy's caps: marketing messages to this player in its channel within its window.</param>
/// <param name="PerBudget">For each of the policy's budgets: player messages of this message's rule within its window.</param>
public readonly record struct GateCounts(ImmutableArray<int> PerCap, ImmutableArray<int> PerBudget);

using Engage.Rules.Compilation;

namespace Engage.Rules.Decisions;

/// <summary>A rule version that an event met, and as what.</summary>
public readonly record struct MatchedRule(CompiledRule Rule, FiringRoles Roles);

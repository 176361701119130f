using Engage.Rules.Decisions;

namespace Engage.Rules.Triggers;

/// <summary>A rule that an event met, and as what.</summary>
/// <param name="RuleIndex">Its place in <see cref="Compilation.DefinitionSet.LiveRules"/>.</param>
public readonly record struct RuleMatch(int RuleIndex, FiringRoles Roles);

using Engage.Rules.Compilation;
using Engage.Rules.Decisions;

namespace Engage.Cli.Offline;

/// <summary>What one rule came to for one event.</summary>
/// <param name="Before">What was remembered before the event, as it lay in the state.</param>
/// <param name="Decision">Null where the decision functions were not asked.</param>
internal sealed record RuleOutcome(CompiledRule Rule, FiringRoles Roles, RuleProgress Before, RuleDecision? Decision, DecisionReason Reason);

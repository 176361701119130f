using Engage.Rules.Compilation;
using Engage.Rules.Decisions;

namespace Engage.Accumulator.Domain;

/// <summary>A decision that a rule's actions happen.</summary>
/// <param name="Amount">The event's amount that counted; null where it has none.</param>
internal readonly record struct RuleExecution(CompiledRule Rule, RuleDecision Decision, decimal? Amount);

using Engage.Rules.Compilation;
using Engage.Rules.Decisions;

namespace Engage.Accumulator;

/// <summary>Is told what each matched rule came to, for questions that are asked later over the retained log (semantics 45). Absent in a worker.</summary>
internal interface IWatchDecisions
{
    /// <summary>The decision functions were not asked: the rule is set aside, or has executed in the same chain.</summary>
    void Refused(CompiledRule rule, DecisionReason reason);

    /// <param name="before">What was remembered, as it lay in the state.</param>
    void Decided(CompiledRule rule, FiringRoles roles, in RuleProgress before, in RuleDecision decision);
}

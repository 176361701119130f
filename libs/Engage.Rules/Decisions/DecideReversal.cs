namespace Engage.Rules.Decisions;

/// <summary>Decides what a reversal takes back of one rule's progress and qualification (semantics 18).</summary>
/// <remarks>
/// Pure; allocates nothing unless steps changed since the original. Whoever matched it judged trigger and qualification on the original's own context.
/// Nothing is clawed back: progress may fall below zero, and the rule pays again only once the net exceeds what was paid for.
/// </remarks>
public static class DecideReversal
{
    /// <param name="plan">The rule's version in force for the reversal.</param>
    /// <param name="lineage">The rule's versions.</param>
    /// <param name="progress">What is remembered, brought to the plan's version.</param>
    /// <param name="facts">The reversal and its original.</param>
    /// <param name="roles"><see cref="FiringRoles.ReversalOfTrigger"/>, <see cref="FiringRoles.ReversalOfQualification"/> or both.</param>
    public static RuleDecision Decide(RulePlan plan, RuleLineage lineage, in RuleProgress progress, in ReversalFacts facts, FiringRoles roles)
    {
        if ((roles & FiringRoles.ReversalOfQualification) != 0 && EndsQualification(progress, facts))
        {
            var ended = progress.Dropped(facts.Position) with { Qualification = default };
            return new RuleDecision { Reason = DecisionReason.QualificationReversed, Next = ended };
        }

        if ((roles & FiringRoles.ReversalOfTrigger) == 0 || !IsPartOfProgress(plan, progress, facts)) return NothingKept(progress);

        var counted = plan.CountsMoney ? facts.Taken ?? 0 : facts.Wholly ? 1 : 0;
        var currency = plan.CountsMoney ? facts.Currency : default;
        if (counted == 0 || !plan.Steps!.TryGet(currency, out _)) return NothingKept(progress);
        if (lineage.TakenAsOf(plan.Version, counted, currency, facts.OriginalVersion) is not { } taken) return NothingKept(progress);

        var remainder = Accumulation.Steps.Checked(progress.Kept.Of(currency) - taken);
        return new RuleDecision
        {
            Reason = DecisionReason.ReversalTaken,
            Next = progress with { Kept = progress.Kept.With(currency, remainder) },
            Remainder = remainder,
        };
    }

    private static bool EndsQualification(in RuleProgress progress, in ReversalFacts facts) =>
        facts.Wholly && progress.Qualification is { IsHeld: true, Index: 0 } held && held.Position == facts.OriginalPosition;

    private static bool IsPartOfProgress(RulePlan plan, in RuleProgress progress, in ReversalFacts facts)
    {
        if (plan.Steps is null || (plan.Rule.OnceInALifetime && progress.Executed) || !progress.IsAfterDrop(facts.OriginalPosition)) return false;
        if (plan.CountsMoney && facts.Currency.IsNone) return false;
        if (plan.Rule.Qualification is null) return true;

        // Running out is no end: what counted in time is still part of the progress.
        return progress.Qualification.Position < facts.OriginalPosition && progress.Qualification.Contains(facts.OriginalJudgedAtMicros);
    }

    private static RuleDecision NothingKept(in RuleProgress progress) => new() { Reason = DecisionReason.ReversalOfNothingKept, Next = progress };
}

using Engage.Rules.Accumulation;
using Engage.Rules.Qualification;

namespace Engage.Rules.Decisions;

/// <summary>Decides what an event that met a rule's trigger or qualification comes to (semantics 12 to 27).</summary>
/// <remarks>
/// Pure: rule version, progress and event in, decision and new progress out. Status, activity period, segment and conditions were judged by whoever
/// matched the event. Allocates nothing unless the player has progress in several currencies.
/// </remarks>
public static class DecideFiring
{
    /// <param name="plan">The rule's version in force for the event.</param>
    /// <param name="progress">What is remembered, brought to that version by <see cref="RuleLineage.BringTo"/>.</param>
    /// <param name="facts">The event.</param>
    /// <param name="roles"><see cref="FiringRoles.Trigger"/>, <see cref="FiringRoles.Qualification"/> or both.</param>
    /// <exception cref="OverflowException">Amounts or times left their range; the rule is quarantined.</exception>
    public static RuleDecision Decide(RulePlan plan, in RuleProgress progress, in FiringFacts facts, FiringRoles roles)
    {
        if (plan.Rule.OnceInALifetime && progress.Executed) return No(DecisionReason.Once, progress);

        if (plan.Rule.Qualification is { } qualification)
        {
            if ((roles & FiringRoles.Qualification) != 0)
            {
                var effect = QualifyingEvent.EffectOf(qualification, progress.Qualification, facts.JudgedAtMicros);
                if (effect == QualifyingEffect.Begins) return No(DecisionReason.QualificationBegan, Qualified(qualification, progress, facts));
                if ((roles & FiringRoles.Trigger) == 0)
                    return No(effect == QualifyingEffect.Ignored ? DecisionReason.QualificationIgnored : DecisionReason.BeforeQualification, progress);
            }

            if (!progress.Qualification.Contains(facts.JudgedAtMicros))
                return No(WhyNotQualified(progress.Qualification, facts.JudgedAtMicros), progress);
        }

        return plan.Steps is { } steps ? Accumulate(plan, steps, progress, facts) : Executed(plan, progress, facts, new StepsTaken(1, 0, 0, false));
    }

    private static RuleProgress Qualified(Definitions.Qualification qualification, in RuleProgress progress, in FiringFacts facts) =>
        progress.Dropped(facts.Position) with
        {
            Qualification = QualifyingEvent.Begin(qualification, facts.JudgedAtMicros, facts.Position, facts.Index),
        };

    private static DecisionReason WhyNotQualified(in HeldQualification held, long judgedAtMicros)
    {
        if (!held.IsHeld) return DecisionReason.NotQualified;
        return judgedAtMicros < held.SinceMicros ? DecisionReason.BeforeQualification : DecisionReason.QualificationRanOut;
    }

    private static RuleDecision Accumulate(RulePlan plan, StepTable steps, in RuleProgress progress, in FiringFacts facts)
    {
        var accumulate = plan.Rule.Accumulate!;
        var currency = plan.CountsMoney ? facts.Currency : default;
        if (plan.CountsMoney && currency.IsNone) return No(DecisionReason.NoCurrency, progress);
        if (!steps.TryGet(currency, out var step)) return No(DecisionReason.NoStep, progress);
        if (plan.CountsMoney && facts.Counted is null) return No(DecisionReason.NoAmount, progress);

        var taken = Steps.Take(
            progress.Kept.Of(currency), plan.CountsMoney ? facts.Counted!.Value : 1, step, accumulate.MaxExecutionsPerEvent, accumulate.Overflow);
        if (taken.Executions > 0) return Executed(plan, progress with { Kept = progress.Kept.With(currency, taken.Remainder) }, facts, taken);

        return new RuleDecision
        {
            Reason = DecisionReason.BelowStep,
            Next = progress with { Kept = progress.Kept.With(currency, taken.Remainder) },
            Remainder = taken.Remainder,
            CountedUnder = progress.Qualification,
        };
    }

    /// <summary>Cuts what the steps allow by iterations and by once-in-a-lifetime; where either ends the matter, progress is dropped.</summary>
    private static RuleDecision Executed(RulePlan plan, in RuleProgress progress, in FiringFacts facts, in StepsTaken taken)
    {
        var held = progress.Qualification;
        var left = held is { IsHeld: true, RemainingIterations: > 0 } ? held.RemainingIterations : int.MaxValue;
        var times = Math.Min(plan.Rule.OnceInALifetime ? 1 : taken.Executions, left);
        var isUsedUp = times == left;
        var isCut = plan.Rule.OnceInALifetime || times < taken.Executions;

        var next = progress with { Version = plan.Version, Executed = true, Qualification = held.After(times) };
        if (isUsedUp || plan.Rule.OnceInALifetime) next = next.Dropped(facts.Position);

        return new RuleDecision
        {
            Reason = DecisionReason.Executed,
            Next = next,
            Times = times,
            Remainder = plan.Steps is null ? null : isUsedUp || plan.Rule.OnceInALifetime ? 0 : taken.Remainder,
            Discarded = isCut ? 0 : taken.Discarded,
            Capped = taken.Capped && !isCut,
            CountedUnder = plan.Rule.Qualification is null ? default : held,
        };
    }

    private static RuleDecision No(DecisionReason reason, in RuleProgress progress) => new() { Reason = reason, Next = progress };
}

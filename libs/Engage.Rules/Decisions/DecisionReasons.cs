using System.Diagnostics;

namespace Engage.Rules.Decisions;

/// <summary>The stable codes of <see cref="DecisionReason"/>, as <c>explain</c> and the metrics show them.</summary>
public static class DecisionReasons
{
    /// <summary>For example <c>below_step</c>; details such as a currency are appended by the caller after a colon.</summary>
    public static string CodeOf(DecisionReason reason) => reason switch
    {
        DecisionReason.Executed => "executed",
        DecisionReason.NotInForce => "not_in_force",
        DecisionReason.NotLive => "not_live",
        DecisionReason.OtherType => "other_type",
        DecisionReason.ConditionsNotMet => "conditions_not_met",
        DecisionReason.OutsidePeriod => "outside_period",
        DecisionReason.NotInSegment => "not_in_segment",
        DecisionReason.Backfill => "backfill",
        DecisionReason.TooDeep => "too_deep",
        DecisionReason.RepeatedInChain => "repeated_in_chain",
        DecisionReason.RecheckFailed => "recheck_failed",
        DecisionReason.Once => "once_in_a_lifetime",
        DecisionReason.QualificationBegan => "qualification_began",
        DecisionReason.QualificationIgnored => "qualification_ignored",
        DecisionReason.NotQualified => "not_qualified",
        DecisionReason.BeforeQualification => "before_qualification",
        DecisionReason.QualificationRanOut => "qualification_ran_out",
        DecisionReason.NoCurrency => "no_currency",
        DecisionReason.NoStep => "no_step",
        DecisionReason.NoAmount => "no_amount",
        DecisionReason.BelowStep => "below_step",
        DecisionReason.ReversalTaken => "reversal_taken",
        DecisionReason.QualificationReversed => "qualification_reversed",
        DecisionReason.ReversalUnmatched => "reversal_unmatched",
        DecisionReason.ReversalOfNothingKept => "reversal_of_nothing_kept",
        DecisionReason.Quarantined => "quarantined",
        _ => throw new UnreachableException($"The reason {reason} has no code."),
    };
}

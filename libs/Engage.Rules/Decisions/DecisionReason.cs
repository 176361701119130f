namespace Engage.Rules.Decisions;

/// <summary>Why a rule did or did not execute for an event (semantics 45). The stable codes are in <see cref="DecisionReasons"/>.</summary>
public enum DecisionReason
{
    /// <summary>It did.</summary>
    Executed,

    /// <summary>No definitions were in force, or none of this rule.</summary>
    NotInForce,

    /// <summary>The rule was a draft, paused or archived at that position.</summary>
    NotLive,

    /// <summary>The event is of another type.</summary>
    OtherType,

    /// <summary>The trigger's conditions were not met, or were unknown.</summary>
    ConditionsNotMet,

    /// <summary>The judge time lies outside the activity period.</summary>
    OutsidePeriod,

    /// <summary>The player was not in the rule's segment at that event.</summary>
    NotInSegment,

    /// <summary>Backfilled events fire nothing.</summary>
    Backfill,

    /// <summary>The chain of derived events is longer than allowed.</summary>
    TooDeep,

    /// <summary>The rule has executed for this player in the same chain.</summary>
    RepeatedInChain,

    /// <summary>A scheduled player who no longer met segment and extra conditions at the recheck.</summary>
    RecheckFailed,

    /// <summary>The rule has executed for this player before and does so once.</summary>
    Once,

    /// <summary>The event began a qualification and is therefore no progress.</summary>
    QualificationBegan,

    /// <summary>The event would have qualified, but one is valid already.</summary>
    QualificationIgnored,

    /// <summary>No qualification is held.</summary>
    NotQualified,

    /// <summary>The event's judge time lies before the qualification held.</summary>
    BeforeQualification,

    /// <summary>The qualification had run out at the event's judge time.</summary>
    QualificationRanOut,

    /// <summary>Neither the event nor the player's profile names a currency.</summary>
    NoCurrency,

    /// <summary>The rule has no step for the currency.</summary>
    NoStep,

    /// <summary>The event carries none of the amounts that the rule counts.</summary>
    NoAmount,

    /// <summary>Progress grew, but not to a whole step.</summary>
    BelowStep,

    /// <summary>A reversal lowered the progress.</summary>
    ReversalTaken,

    /// <summary>A reversal of the qualifying event ended the qualification.</summary>
    QualificationReversed,

    /// <summary>A reversal without its original, or with nothing left to take.</summary>
    ReversalUnmatched,

    /// <summary>A reversal of what was not, or is no longer, part of the progress.</summary>
    ReversalOfNothingKept,

    /// <summary>The rule threw on an earlier event and is set aside until it is edited.</summary>
    Quarantined,
}

namespace Engage.Rules.Time;

/// <summary>What a change of clocks did to an occurrence (semantics 30).</summary>
public enum OccurrenceNote
{
    None,

    /// <summary>Its wall-clock time did not exist that day: it is due at the next valid instant.</summary>
    MovedOutOfGap,

    /// <summary>Its wall-clock time came twice that day: this is the first.</summary>
    FirstOfOverlap,

    /// <summary>Its wall-clock time came twice that day: this is the second.</summary>
    SecondOfOverlap,
}

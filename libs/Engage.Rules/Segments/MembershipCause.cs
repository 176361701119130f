namespace Engage.Rules.Segments;

/// <summary>What made a player enter or leave a segment.</summary>
public enum MembershipCause
{
    /// <summary>What an event counted or changed.</summary>
    Event,

    /// <summary>A window or a recency ran out.</summary>
    Clock,

    /// <summary>The segment, or one that it refers to, is new, edited or no longer active.</summary>
    Definition,
}

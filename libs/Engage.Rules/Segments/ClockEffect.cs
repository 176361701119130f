namespace Engage.Rules.Segments;

/// <summary>Whether a counted event moves its player's clock.</summary>
public enum ClockEffect
{
    /// <summary>A live event: the clock is the latest j.</summary>
    Moves,

    /// <summary>Backfill keeps its own time as j (semantics 0c).</summary>
    Stays,
}

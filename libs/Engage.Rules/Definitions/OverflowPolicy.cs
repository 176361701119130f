namespace Engage.Rules.Definitions;

/// <summary>What becomes of whole steps beyond the cap per event (semantics 15).</summary>
public enum OverflowPolicy
{
    /// <summary>They are dropped, recorded, and count as paid for.</summary>
    Discard,

    /// <summary>They stay as progress for later events.</summary>
    Carry,
}

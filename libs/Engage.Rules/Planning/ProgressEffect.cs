namespace Engage.Rules.Planning;

/// <summary>What a new version of a rule does to the progress of players (semantics 21).</summary>
public enum ProgressEffect
{
    /// <summary>There is none, or it stays as it is.</summary>
    Kept,

    /// <summary>It is scaled from the old step to the new.</summary>
    Scaled,

    /// <summary>It is dropped.</summary>
    Reset,
}

namespace Engage.Rules.Definitions;

/// <summary>What a qualifying event does while the player holds a valid qualification (semantics 27).</summary>
public enum RequalifyPolicy
{
    /// <summary>It is ordinary progress where it is also the trigger, else nothing.</summary>
    Ignore,

    /// <summary>A new window and new iterations begin; progress is dropped.</summary>
    Restart,
}

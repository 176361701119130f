namespace Engage.Rules.Definitions;

/// <summary>What becomes of kept progress when a new version changes the step (semantics 21).</summary>
public enum StepChangePolicy
{
    /// <summary>Scaled by new step / old step, rounded toward −∞.</summary>
    Scale,

    /// <summary>Kept as the number it is.</summary>
    Keep,

    /// <summary>Dropped.</summary>
    Reset,
}

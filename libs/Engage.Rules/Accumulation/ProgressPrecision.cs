namespace Engage.Rules.Accumulation;

/// <summary>What progress is counted in.</summary>
public enum ProgressPrecision
{
    /// <summary>Money: 8 decimals.</summary>
    EightDecimals,

    /// <summary>Counts of events.</summary>
    Whole,
}

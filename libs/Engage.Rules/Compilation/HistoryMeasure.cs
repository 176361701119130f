namespace Engage.Rules.Compilation;

/// <summary>What is kept of a player's events.</summary>
public enum HistoryMeasure : byte
{
    /// <summary>How many.</summary>
    Count,

    /// <summary>The sum of one money field, by currency.</summary>
    Sum,

    /// <summary>The judge time of the last one.</summary>
    Last,
}

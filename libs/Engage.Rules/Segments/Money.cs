namespace Engage.Rules.Segments;

/// <summary>Sums of money that stay within what records can hold.</summary>
internal static class Money
{
    /// <summary>The sum, held at ± 99,999,999,999,999,999,999.99999999: beyond it a sum could lose decimals or overflow.</summary>
    public static decimal Add(decimal left, decimal right) =>
        Math.Clamp(left + right, -Documents.DecimalText.MaxValue, Documents.DecimalText.MaxValue);
}
